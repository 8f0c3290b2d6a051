"""The small closed-class words of each language: they tell languages apart and carry no meaning to rank by.

Articles, pronouns, prepositions, conjunctions, auxiliaries and question words, lower case and with accents. Chosen
by hand and kept short: a word that could be what a question is about ("first", "million") is not in them.
"""

from __future__ import annotations

_WORDS = {
    "ar": """
        في من على إلى عن مع هذا هذه ذلك تلك التي الذي الذين ما ماذا متى أين كيف لماذا كم هل هو هي هم كان
        كانت يكون أن إن أو ثم لا لم لن قد كل بعد قبل بين عند حتى أي و
    """,
    "bg": """
        и в на за от с се да е не са по че като до това при ще или към който която което които какво кога
        къде как защо кой съм беше има но той тя те
    """,
    "bn": "এবং ও এই যে কি কী কে না থেকে জন্য করে হয় সঙ্গে তার তিনি এর একটি কখন কোথায় কেন কিভাবে কত",
    "ca": """
        el la els les un una de del dels i a en amb per que és no es al als com més però o si què quan on
        qui quin quina són ha va hi ho li seva seu aquest aquesta
    """,
    "cs": """
        a v na se je z s že do o k za pro od by po ale jako jak které který která když co kdo kde kdy proč
        jsou byl byla bylo není nebo i ve při jeho její
    """,
    "da": """
        og i at det er en den til på de af for som med der ikke et har han hun var fra om men hvad hvem
        hvor hvornår hvorfor hvordan hvilken hvilke blev være eller kan vil skal også
    """,
    "de": """
        der die das den dem des ein eine einer eines einem einen und in im zu zum zur von vom mit für auf
        an am ist sind war waren wird werden nicht sich auch als wie oder es er sie ihr ihre sein seine
        bei aus nach über wer was wann wo warum wieso welche welcher welches wurde hat haben daß dass
        durch
    """,
    "el": """
        και το η ο του της να σε με για που από τα των οι στο στη στην τον την δεν είναι ως τι ποιος ποια
        ποιο πότε πού πώς γιατί ένα μια ή αλλά
    """,
    "en": """
        the a an of to in on at by for with from as and or but nor if then than that this these those is
        are was were be been being am do does did has have had having will would shall should can could
        may might must not it its he she they them their his her him you your we our i me my who whom
        whose which what when where why how there here into about such so between during per any also
    """,
    "es": """
        el la los las un una unos unas de del y a al en con por para que es son fue era no se su sus lo le
        les como más pero o si qué cuál cuáles cuándo dónde quién quiénes cómo cuánto cuántos está están
        ha han este esta entre sobre
    """,
    "et": """
        ja on ei see ka et oli kui mis kes kus millal miks kuidas või aga ta oma nii siis need selle mida
        tema ning pole olid
    """,
    "eu": "eta da ez bat du zen dira ere edo baina hau hori zer nor non noiz zergatik nola izan egin dute",
    "fa": """
        و در به از که این آن را با است برای یک تا بر هم نیز هر بود شد شده می خود چه کی کجا چرا چگونه چند
        کدام آیا یا اما
    """,
    "fi": """
        ja on ei se että oli hän ovat mutta myös kun niin kuin tai joka jotka mikä kuka missä milloin
        miksi miten ole olla sen ne hänen tämä mitä
    """,
    "fr": """
        le la les un une des de du et à au aux en dans par pour avec sur que qui est sont était ne pas ce
        cette ces cet il elle ils elles on nous vous se sa son ses leur leurs ou où mais si quel quelle
        quels quelles quand comment pourquoi combien dont plus été a ont y
    """,
    "ga": "an na agus i ar is a le go do tá bhí sé sí siad ní cad cén cathain conas nó ag as ó den",
    "he": """
        של את על עם לא הוא היא הם הן זה זו זאת אלה אלו או אבל גם כי אם כל מה מי מתי איפה היכן איך כיצד למה
        מדוע כמה האם איזה איזו אילו אשר היה היתה הייתה היו יש אין אל בין לפי עד רק כאשר כדי אני אתה אנחנו
    """,
    "hi": """
        का के की में है हैं और से को पर यह वह कि एक ने था थे थी लिए साथ भी नहीं क्या कब कहाँ क्यों कैसे
        कौन कितने कितना जो या
    """,
    "hr": """
        i u je na se da za su od s ne što kao koji koja koje ili ali iz po o do bio bila što tko gdje kada
        zašto kako nije ovo
    """,
    "hu": """
        a az és hogy nem is egy van volt ezt azt meg ha mint de vagy ez ki mi mit mikor hol miért hogyan
        melyik hány csak már el amely
    """,
    "hy": "և է որ ի այս մեջ են ու ինչ ով երբ որտեղ ինչու ինչպես համար մի չի կամ",
    "id": """
        yang dan di dari untuk dengan ini itu pada adalah ke dalam tidak akan oleh sebagai atau apa siapa
        kapan mana mengapa bagaimana berapa telah juga dapat
    """,
    "it": """
        il lo la i gli le un uno una di del della dei delle degli e a al alla ai in nel nella con per da
        dal che è sono era non si su suo sua come più ma o se cosa quale quali quando dove chi perché
        quanto quanti ha hanno questo questa
    """,
    "lt": "ir yra į iš kad su ne buvo tai kaip jo jos ar o bet kas kur kada kodėl kuris kuri už apie nuo",
    "lv": "un ir ar no uz ka par kas kur kad kā vai bet viņa tā šis nav bija pie",
    "ne": "र को का मा छ हो छन् यो त्यो लाई ले बाट पनि के कहिले कहाँ किन कसरी कुन",
    "nl": """
        de het een van en in op te dat die is zijn was waren niet met voor aan er om als dan maar ook bij
        door naar uit over wat wie waar wanneer waarom hoe welke welk wordt werd heeft hebben hij zij ze
        of deze dit
    """,
    "no": """
        og i det er på en et som til av for at med de ikke har han hun var fra om men hva hvem hvor når
        hvorfor hvordan hvilken hvilke ble være eller kan vil skal også den
    """,
    "pl": """
        i w na z się jest do nie że o to od po za jak ale dla przez co kto kiedy gdzie dlaczego czy który
        która które są był była było oraz lub jego jej ich
    """,
    "pt": """
        o a os as um uma uns umas de do da dos das e em no na nos nas com por para que é são foi era não
        se seu sua ao à como mais mas ou qual quais quando onde quem quanto quantos está este esta pelo
        pela
    """,
    "ro": """
        și în de la a cu pe din că nu este sunt un o care pentru ce cine când unde cum mai sau dar al ale
        lui ei fost prin câte cât
    """,
    "ru": """
        и в на не с что по к из за от у о для как это он она они его её их но а же бы был была было были
        или если то при до кто где когда почему зачем сколько какой какая какие чей который которая
        которые так
    """,
    "sk": """
        a v na sa je z s že do o k za pre od by po ale ako ktoré ktorý ktorá keď čo kto kde kedy prečo sú
        bol bola bolo nie alebo aj vo pri jeho jej
    """,
    "sl": "in v je na se da za so od s ne kot ki ali pa iz po o do bil bila kaj kdo kje kdaj zakaj kako ni to",
    "sr": """
        и у је на се да за су од с не што као који која које или али из по о до био била шта ко где када
        зашто како није
    """,
    "sv": """
        och i att det är en ett den på de av för som med inte har han hon var från om men vad vem var när
        varför hur vilken vilka blev vara eller kan ska också till
    """,
    "ta": "மற்றும் இந்த ஒரு என்று அது என்ன யார் எங்கே எப்போது ஏன் எப்படி எத்தனை உள்ள அல்லது",
    "tr": """
        ve bir bu da de için ile olarak ne kim nerede ne zaman neden nasıl hangi kaç daha çok değil mi var
        olan gibi ya veya ama en o şu
    """,
    "uk": """
        і в у на не з що по до із за від для як це він вона вони його її їх але а та чи був була було були
        або якщо при хто де коли чому скільки який яка які так є й
    """,
    "vi": """
        và của là có trong được cho với một các những này đó không đã sẽ khi nào đâu ai gì sao thế từ đến
        về ở tại người
    """,
    "yi": "דער די דאס און איז אין פון צו מיט נישט האט זיך אויף פאר וואס ווער ווען וואו אויך זענען געווען אבער",
}

FUNCTION_WORDS: dict[str, frozenset[str]] = {code: frozenset(words.split()) for code, words in _WORDS.items()}
