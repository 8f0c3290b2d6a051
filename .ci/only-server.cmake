# Included after llama.cpp's project(): leave out of "all" the tools that the tests do not start, which are
# a third of the build. What llama-server links against is still built, as its dependency.
function(docqa_build_only_the_server)
    foreach(folder batched-bench gguf-split imatrix llama-bench completion perplexity quantize cli tokenize tts
                   mtmd cvector-generator export-lora fit-params results)
        get_property(targets DIRECTORY "${PROJECT_SOURCE_DIR}/tools/${folder}" PROPERTY BUILDSYSTEM_TARGETS)
        foreach(target IN LISTS targets)
            set_property(TARGET "${target}" PROPERTY EXCLUDE_FROM_ALL TRUE)
        endforeach()
    endforeach()
endfunction()
cmake_language(DEFER CALL docqa_build_only_the_server)
