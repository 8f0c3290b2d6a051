"""Pages read as pictures: which engine, how the picture is prepared, and words with their places."""
