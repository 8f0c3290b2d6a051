<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="he" sourcelanguage="en">
<context>
    <name>AboutDialog</name>
    <message>
        <source>About docqa</source>
        <translation>על אודות docqa</translation>
    </message>
    <message>
        <source>Ask long documents questions and get answers you can check, page by page.</source>
        <translation>שאלו מסמכים ארוכים וקבלו תשובות שאפשר לבדוק, עמוד אחר עמוד.</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>סגירה</translation>
    </message>
    <message>
        <source>Free software under the GNU Affero General Public License, version 3 or later.</source>
        <translation>תוכנה חופשית ברישיון GNU Affero General Public License, גרסה 3 ומעלה.</translation>
    </message>
</context>
<context>
    <name>AboutStrip</name>
    <message>
        <source>Ask about all of it</source>
        <translation>לשאול על הכול</translation>
    </message>
    <message>
        <source>Sent along as pictures</source>
        <translation>נשלחים גם כתמונות</translation>
    </message>
    <message>
        <source>The question is about</source>
        <translation>השאלה היא על</translation>
    </message>
    <message>
        <source>its words</source>
        <translation>המילים שבו</translation>
    </message>
    <message>
        <source>{engine} reads no pictures: the words found there are sent instead.</source>
        <translation>{engine} אינו קורא תמונות: במקומן נשלחות המילים שנמצאו שם.</translation>
    </message>
</context>
<context>
    <name>AddressDialog</name>
    <message>
        <source>Cancel</source>
        <translation>ביטול</translation>
    </message>
    <message>
        <source>Copy address</source>
        <translation>העתקת הכתובת</translation>
    </message>
    <message>
        <source>Link to another place</source>
        <translation>קישור למקום אחר</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>פתיחה</translation>
    </message>
    <message>
        <source>This link leaves the document:</source>
        <translation>הקישור הזה יוצא מהמסמך:</translation>
    </message>
    <message>
        <source>docqa opens only web and mail addresses.</source>
        <translation>docqa פותח רק כתובות רשת ודואר.</translation>
    </message>
</context>
<context>
    <name>Answer</name>
    <message>
        <source>Reckoned</source>
        <translation>מחושב</translation>
    </message>
    <message>
        <source>found on p. {label}</source>
        <translation>נמצא בעמ&apos; {label}</translation>
    </message>
    <message>
        <source>not found in the document</source>
        <translation>לא נמצא במסמך</translation>
    </message>
    <message>
        <source>p. {label}</source>
        <translation>עמ&apos; {label}</translation>
    </message>
</context>
<context>
    <name>AnswerText</name>
    <message>
        <source>Answer</source>
        <translation>תשובה</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>ביטול</translation>
    </message>
    <message>
        <source>Copy address</source>
        <translation>העתקת הכתובת</translation>
    </message>
    <message>
        <source>Open a link?</source>
        <translation>לפתוח קישור?</translation>
    </message>
    <message>
        <source>Open in browser</source>
        <translation>פתיחה בדפדפן</translation>
    </message>
    <message>
        <source>This address comes from the answer and leads out of docqa:</source>
        <translation>הכתובת הזאת באה מהתשובה ומובילה אל מחוץ ל-docqa:</translation>
    </message>
</context>
<context>
    <name>AskingAbout</name>
    <message>
        <source>Ask about pages</source>
        <translation>לשאול על עמודים</translation>
    </message>
    <message>
        <source>Ask about pages…</source>
        <translation>לשאול על עמודים…</translation>
    </message>
    <message>
        <source>Ask about this page</source>
        <translation>לשאול על העמוד הזה</translation>
    </message>
    <message>
        <source>Pages, as in 3-5, 9:</source>
        <translation>עמודים, למשל 3-5, 9:</translation>
    </message>
    <message>
        <source>The picture could not be pasted.</source>
        <translation>אי אפשר היה להדביק את התמונה.</translation>
    </message>
</context>
<context>
    <name>BugDialog</name>
    <message>
        <source>A mistake in docqa</source>
        <translation>תקלה ב-docqa</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>סגירה</translation>
    </message>
    <message>
        <source>Copy report</source>
        <translation>העתקת הדוח</translation>
    </message>
    <message>
        <source>Report</source>
        <translation>דוח</translation>
    </message>
    <message>
        <source>The report names no words of your documents and no keys.</source>
        <translation>בדוח אין מילים מהמסמכים שלכם ואין מפתחות.</translation>
    </message>
</context>
<context>
    <name>Canvas</name>
    <message>
        <source>This page cannot be drawn now.</source>
        <translation>אי אפשר לצייר את העמוד הזה כעת.</translation>
    </message>
    <message>
        <source>This page cannot be drawn now. Its text stands in for it.</source>
        <translation>אי אפשר לצייר את העמוד הזה כעת. הטקסט שלו מוצג במקומו.</translation>
    </message>
    <message>
        <source>This page could not be read as text: {problem}</source>
        <translation>אי אפשר היה לקרוא את העמוד הזה כטקסט: {problem}</translation>
    </message>
</context>
<context>
    <name>Chip</name>
    <message>
        <source>Show on page {label}: {quote}</source>
        <translation>הצגה בעמוד {label}: {quote}</translation>
    </message>
</context>
<context>
    <name>CodeBlocks</name>
    <message>
        <source>Copy</source>
        <translation>העתקה</translation>
    </message>
    <message>
        <source>Not saved</source>
        <translation>לא נשמר</translation>
    </message>
    <message>
        <source>Preview</source>
        <translation>תצוגה מקדימה</translation>
    </message>
    <message>
        <source>Save the code</source>
        <translation>שמירת הקוד</translation>
    </message>
    <message>
        <source>Save…</source>
        <translation>שמירה…</translation>
    </message>
</context>
<context>
    <name>ContentsPane</name>
    <message>
        <source>Contents of the document</source>
        <translation>תוכן העניינים של המסמך</translation>
    </message>
    <message>
        <source>No contents</source>
        <translation>אין תוכן עניינים</translation>
    </message>
    <message>
        <source>Open a document to see its table of contents.</source>
        <translation>פתחו מסמך כדי לראות את תוכן העניינים שלו.</translation>
    </message>
    <message>
        <source>This file brings no table of contents.</source>
        <translation>בקובץ הזה אין תוכן עניינים.</translation>
    </message>
    <message>
        <source>{title}, page {label}</source>
        <translation>{title}, עמוד {label}</translation>
    </message>
</context>
<context>
    <name>ContextMeter</name>
    <message>
        <source>Click to see exactly what would be sent.</source>
        <translation>לחצו כדי לראות בדיוק מה יישלח.</translation>
    </message>
    <message>
        <source>Context window: {words}</source>
        <translation>חלון ההקשר: {words}</translation>
    </message>
    <message>
        <source>Document</source>
        <translation>מסמך</translation>
    </message>
    <message>
        <source>Free: {n}</source>
        <translation>פנוי: {n}</translation>
    </message>
    <message>
        <source>History</source>
        <translation>היסטוריה</translation>
    </message>
    <message>
        <source>Kept for the answer</source>
        <translation>שמור לתשובה</translation>
    </message>
    <message>
        <source>Price of this question: at most {price}</source>
        <translation>המחיר של השאלה הזאת: לכל היותר {price}</translation>
    </message>
    <message>
        <source>Question</source>
        <translation>שאלה</translation>
    </message>
    <message>
        <source>Rules</source>
        <translation>כללים</translation>
    </message>
    <message>
        <source>{used} of {window} tokens</source>
        <translation>{used} מתוך {window} אסימונים</translation>
    </message>
    <message>
        <source>≤ {price}</source>
        <translation>≤ {price}</translation>
    </message>
</context>
<context>
    <name>Conversation</name>
    <message>
        <source>Show what was here before</source>
        <translation>הצגת מה שהיה כאן קודם</translation>
    </message>
    <message>
        <source>More</source>
        <translation>עוד</translation>
    </message>
    <message>
        <source>New conversation</source>
        <translation>שיחה חדשה</translation>
    </message>
</context>
<context>
    <name>CoverageLine</name>
    <message>
        <source>Left out</source>
        <translation>נותרו בחוץ</translation>
    </message>
    <message>
        <source>Not readable</source>
        <translation>לא קריאים</translation>
    </message>
    <message>
        <source>Read</source>
        <translation>נקראו</translation>
    </message>
    <message>
        <source>Sent</source>
        <translation>נשלחו</translation>
    </message>
    <message>
        <source>Show page {label}, which could not be read</source>
        <translation>הצגת עמוד {label}, שלא ניתן היה לקרוא</translation>
    </message>
    <message>
        <source>These are pictures that no words could be read from. Each page says why.</source>
        <translation>אלה תמונות שלא ניתן היה לקרוא מהן מילים. בכל עמוד כתוב מדוע.</translation>
    </message>
    <message>
        <source>Which pages</source>
        <translation>אילו עמודים</translation>
    </message>
    <message>
        <source>p. {label}</source>
        <translation>עמ׳ {label}</translation>
    </message>
</context>
<context>
    <name>DeepNotes</name>
    <message>
        <source> · read before</source>
        <translation> · נקרא קודם</translation>
    </message>
    <message>
        <source>More notes than the window holds: condensing, {number} of {of}</source>
        <translation>יותר רשימות ממה שהחלון מכיל: מצמצם, {number} מתוך {of}</translation>
    </message>
    <message>
        <source>Part {number} of {of} · {pages}</source>
        <translation>חלק {number} מתוך {of} · {pages}</translation>
    </message>
    <message>
        <source>Read part by part: {notes}</source>
        <translation>נקרא חלק אחר חלק: {notes}</translation>
    </message>
    <message>
        <source>Read {done} of {parts} parts. The notes are kept: the same question goes on from there.</source>
        <translation>נקראו {done} מתוך {parts} חלקים. הרשימות נשמרות: אותה שאלה ממשיכה משם.</translation>
    </message>
    <message>
        <source>left out: its quotes are not in the document</source>
        <translation>הושמטה: הציטוטים שלה אינם במסמך</translation>
    </message>
</context>
<context>
    <name>DeepOffer</name>
    <message>
        <source>Counting…</source>
        <translation>סופר…</translation>
    </message>
    <message>
        <source>Go through all of it part by part; first see what that takes</source>
        <translation>לעבור על הכול חלק אחר חלק; קודם רואים מה זה דורש</translation>
    </message>
    <message>
        <source>Not for this question</source>
        <translation>לא לשאלה הזאת</translation>
    </message>
    <message>
        <source>Read everything…</source>
        <translation>לקרוא הכול…</translation>
    </message>
    <message>
        <source>This asks about all of it, and {sent} of {total} pages fit the window.</source>
        <translation>השאלה היא על הכול, ורק {sent} מתוך {total} עמודים נכנסים לחלון.</translation>
    </message>
</context>
<context>
    <name>DropVeil</name>
    <message>
        <source>Add to this conversation</source>
        <translation>הוספה לשיחה הזאת</translation>
    </message>
    <message>
        <source>Open in a new conversation</source>
        <translation>פתיחה בשיחה חדשה</translation>
    </message>
</context>
<context>
    <name>EndpointForm</name>
    <message>
        <source>Add endpoint</source>
        <translation>הוספת נקודת קצה</translation>
    </message>
    <message>
        <source>As docqa knows and finds</source>
        <translation>לפי מה ש-docqa יודע ומוצא</translation>
    </message>
    <message>
        <source>Ask the endpoint which models it has</source>
        <translation>לשאול את נקודת הקצה אילו מודלים יש לה</translation>
    </message>
    <message>
        <source>Asking for the models…</source>
        <translation>מבקש את רשימת המודלים…</translation>
    </message>
    <message>
        <source>Asking {model}…</source>
        <translation>שואל את {model}…</translation>
    </message>
    <message>
        <source>Asks the usual ports of Ollama, LM Studio, llama.cpp and vLLM on this computer</source>
        <translation>פונה לפורטים הרגילים של Ollama, ‏LM Studio, ‏llama.cpp ו-vLLM במחשב הזה</translation>
    </message>
    <message>
        <source>Base URL</source>
        <translation>כתובת בסיס</translation>
    </message>
    <message>
        <source>Embeddings model</source>
        <translation>מודל משמעות</translation>
    </message>
    <message>
        <source>Empty: docqa&apos;s own, which reads English</source>
        <translation>ריק: המודל של docqa, שקורא אנגלית</translation>
    </message>
    <message>
        <source>Empty: the key stays as it is</source>
        <translation>ריק: המפתח נשאר כמו שהוא</translation>
    </message>
    <message>
        <source>Endpoint</source>
        <translation>נקודת קצה</translation>
    </message>
    <message>
        <source>Endpoints</source>
        <translation>נקודות קצה</translation>
    </message>
    <message>
        <source>Find local servers</source>
        <translation>חיפוש שרתים מקומיים</translation>
    </message>
    <message>
        <source>Found: {names}</source>
        <translation>נמצאו: {names}</translation>
    </message>
    <message>
        <source>It answered in {seconds} s: “{text}”</source>
        <translation>התשובה הגיעה תוך {seconds} שניות: „{text}”</translation>
    </message>
    <message>
        <source>Kept for the answer</source>
        <translation>שמור לתשובה</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>מפתח</translation>
    </message>
    <message>
        <source>List</source>
        <translation>רשימה</translation>
    </message>
    <message>
        <source>Looking on this computer…</source>
        <translation>מחפש במחשב הזה…</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>מודל</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>שם</translation>
    </message>
    <message>
        <source>No</source>
        <translation>לא</translation>
    </message>
    <message>
        <source>No server answers on the usual ports. Start Ollama, LM Studio, llama.cpp or vLLM first.</source>
        <translation>אף שרת אינו עונה בפורטים הרגילים. הפעילו קודם את Ollama, ‏LM Studio, ‏llama.cpp או vLLM.</translation>
    </message>
    <message>
        <source>Only servers that are in the list already.</source>
        <translation>נמצאו רק שרתים שכבר ברשימה.</translation>
    </message>
    <message>
        <source>Only where the endpoint asks for one</source>
        <translation>רק אם נקודת הקצה מבקשת אותו</translation>
    </message>
    <message>
        <source>Price of a million answered</source>
        <translation>המחיר של מיליון אסימוני תשובה</translation>
    </message>
    <message>
        <source>Price of a million tokens sent</source>
        <translation>המחיר של מיליון אסימונים נשלחים</translation>
    </message>
    <message>
        <source>Reads pictures</source>
        <translation>קורא תמונות</translation>
    </message>
    <message>
        <source>Remove this endpoint</source>
        <translation>הסרת נקודת הקצה הזאת</translation>
    </message>
    <message>
        <source>Sends the model one short question</source>
        <translation>שולח למודל שאלה קצרה אחת</translation>
    </message>
    <message>
        <source>Test</source>
        <translation>בדיקה</translation>
    </message>
    <message>
        <source>The built-in reader needs nothing and sends nothing. For answers in a model&apos;s own words, add an endpoint that speaks OpenAI&apos;s protocol: on this computer or online.</source>
        <translation>הקורא המובנה אינו צריך דבר ואינו שולח דבר. כדי לקבל תשובות במילים של מודל, הוסיפו נקודת קצה שמדברת בפרוטוקול של OpenAI: במחשב הזה או ברשת.</translation>
    </message>
    <message>
        <source>The endpoint answers but names no models. Write the model&apos;s name yourself.</source>
        <translation>נקודת הקצה עונה אך אינה מציינת מודלים. כתבו את שם המודל בעצמכם.</translation>
    </message>
    <message>
        <source>The endpoint&apos;s model that finds passages by their meaning, in the languages that it reads</source>
        <translation>המודל של נקודת הקצה שמוצא קטעים לפי משמעותם, בשפות שהוא קורא</translation>
    </message>
    <message>
        <source>Two endpoints have the same name. Give each its own.</source>
        <translation>לשתי נקודות קצה יש אותו שם. תנו לכל אחת שם משלה.</translation>
    </message>
    <message>
        <source>Window</source>
        <translation>חלון</translation>
    </message>
    <message>
        <source>Yes</source>
        <translation>כן</translation>
    </message>
    <message>
        <source>not given</source>
        <translation>לא צוין</translation>
    </message>
    <message>
        <source>tokens</source>
        <translation>אסימונים</translation>
    </message>
    <message>
        <source>“{name}” keeps more for the answer than its window holds.</source>
        <translation>„{name}” שומרת לתשובה יותר ממה שהחלון שלה מכיל.</translation>
    </message>
    <message>
        <source>“{name}” still needs a name, a base URL and a model.</source>
        <translation>ל„{name}” עדיין חסרים שם, כתובת בסיס ומודל.</translation>
    </message>
</context>
<context>
    <name>EngineButton</name>
    <message>
        <source>Set up engines…</source>
        <translation>הגדרת מנועים…</translation>
    </message>
    <message>
        <source>Who answers: {name}</source>
        <translation>מי עונה: {name}</translation>
    </message>
</context>
<context>
    <name>FiguresPane</name>
    <message>
        <source>Ask about this</source>
        <translation>לשאול על זה</translation>
    </message>
    <message>
        <source>Figure</source>
        <translation>איור</translation>
    </message>
    <message>
        <source>Figures and tables of the document</source>
        <translation>האיורים והטבלאות של המסמך</translation>
    </message>
    <message>
        <source>Looking for figures…</source>
        <translation>מחפש איורים…</translation>
    </message>
    <message>
        <source>No figures</source>
        <translation>אין איורים</translation>
    </message>
    <message>
        <source>Pictures, drawings and tables of the document in front are listed here.</source>
        <translation>כאן רשומים התמונות, השרטוטים והטבלאות של המסמך המוצג.</translation>
    </message>
    <message>
        <source>Show on its page</source>
        <translation>הצגה בעמוד שלו</translation>
    </message>
    <message>
        <source>Table</source>
        <translation>טבלה</translation>
    </message>
    <message>
        <source>p. {label}</source>
        <translation>עמ&apos; {label}</translation>
    </message>
</context>
<context>
    <name>FindBar</name>
    <message>
        <source>Capitals count</source>
        <translation>להבחין בין אותיות גדולות לקטנות</translation>
    </message>
    <message>
        <source>Close (Esc)</source>
        <translation>סגירה (Esc)</translation>
    </message>
    <message>
        <source>Find in the document</source>
        <translation>חיפוש במסמך</translation>
    </message>
    <message>
        <source>Looking…</source>
        <translation>מחפש…</translation>
    </message>
    <message>
        <source>Not found</source>
        <translation>לא נמצא</translation>
    </message>
    <message>
        <source>Only the first {total} hits are marked: type more to narrow it down.</source>
        <translation>רק {total} התוצאות הראשונות מסומנות: כתבו עוד כדי לצמצם.</translation>
    </message>
    <message>
        <source>Whole words only</source>
        <translation>מילים שלמות בלבד</translation>
    </message>
    <message>
        <source>{number} of {total}</source>
        <translation>{number} מתוך {total}</translation>
    </message>
    <message>
        <source>{number} of {total}…</source>
        <translation>{number} מתוך {total}…</translation>
    </message>
</context>
<context>
    <name>ForecastDialog</name>
    <message>
        <source>Calls to {engine}</source>
        <translation>קריאות אל {engine}</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>ביטול</translation>
    </message>
    <message>
        <source>Not known. State your prices in Settings to see it.</source>
        <translation>לא ידוע. ציינו את המחירים שלכם בהגדרות כדי לראות אותו.</translation>
    </message>
    <message>
        <source>Nothing: the built-in reader looks through every page here.</source>
        <translation>דבר: הקורא המובנה עובר כאן על כל העמודים.</translation>
    </message>
    <message>
        <source>Parts</source>
        <translation>חלקים</translation>
    </message>
    <message>
        <source>Pictures left out</source>
        <translation>תמונות שלא ייקראו</translation>
    </message>
    <message>
        <source>Price</source>
        <translation>מחיר</translation>
    </message>
    <message>
        <source>Price, at most</source>
        <translation>מחיר, לכל היותר</translation>
    </message>
    <message>
        <source>Read everything</source>
        <translation>קריאת הכול</translation>
    </message>
    <message>
        <source>Read everything for this question</source>
        <translation>קריאת הכול בשביל השאלה הזאת</translation>
    </message>
    <message>
        <source>Sent</source>
        <translation>נשלח</translation>
    </message>
    <message>
        <source>Start reading</source>
        <translation>להתחיל לקרוא</translation>
    </message>
    <message>
        <source>The documents are read part by part, with notes from each; then the notes are answered from. You can stop at any time: the notes are kept, and the same question goes on from there.</source>
        <translation>המסמכים נקראים חלק אחר חלק, ומכל חלק נרשמות רשימות; אחר כך התשובה ניתנת מתוך הרשימות. אפשר לעצור בכל רגע: הרשימות נשמרות, ואותה שאלה ממשיכה משם.</translation>
    </message>
    <message>
        <source>Tokens answered, at most</source>
        <translation>אסימונים של תשובה, לכל היותר</translation>
    </message>
    <message>
        <source>Tokens sent</source>
        <translation>אסימונים נשלחים</translation>
    </message>
    <message>
        <source>{calls}, at most {most}</source>
        <translation>{calls}, לכל היותר {most}</translation>
    </message>
    <message>
        <source>{n}: only words are read. Ask about one to have it looked at.</source>
        <translation>{n}: נקראות מילים בלבד. שאלו על תמונה כדי שיסתכלו בה.</translation>
    </message>
    <message>
        <source>{parts}, {kept} of them read before</source>
        <translation>{parts}, מהם {kept} נקראו קודם</translation>
    </message>
    <message>
        <source>{tokens}, at most {most}</source>
        <translation>{tokens}, לכל היותר {most}</translation>
    </message>
</context>
<context>
    <name>HiddenText</name>
    <message>
        <source>Hidden text</source>
        <translation>טקסט נסתר</translation>
    </message>
    <message>
        <source>Look at it</source>
        <translation>להסתכל</translation>
    </message>
    <message>
        <source>They are kept out of what is asked and sent. Somebody may have put them there for a program to read.</source>
        <translation>הן אינן נכללות במה שנשאל ונשלח. ייתכן שמישהו שם אותן שם כדי שתוכנה תקרא אותן.</translation>
    </message>
    <message>
        <source>p. {label}</source>
        <translation>עמ&apos; {label}</translation>
    </message>
</context>
<context>
    <name>KeysPage</name>
    <message>
        <source>All back to the usual keys</source>
        <translation>החזרת כל המקשים הרגילים</translation>
    </message>
    <message>
        <source>Click a key and press the one you want instead.</source>
        <translation>לחצו על מקש ואז הקישו את המקש הרצוי במקומו.</translation>
    </message>
    <message>
        <source>{key} is given to more than one: {commands}.</source>
        <translation>{key} ניתן ליותר מפעולה אחת: {commands}.</translation>
    </message>
</context>
<context>
    <name>LanguagesDialog</name>
    <message>
        <source>Cancel</source>
        <translation>ביטול</translation>
    </message>
    <message>
        <source>Languages of scanned pages</source>
        <translation>השפות של עמודים סרוקים</translation>
    </message>
    <message>
        <source>Languages that can be read from pictures</source>
        <translation>שפות שאפשר לקרוא מתמונות</translation>
    </message>
    <message>
        <source>Read again</source>
        <translation>לקרוא שוב</translation>
    </message>
    <message>
        <source>What are the scanned pages of “{title}” written in? Choose few: with each, reading takes longer and errs more. Without a choice it is guessed.</source>
        <translation>באילו שפות כתובים העמודים הסרוקים של „{title}”? בחרו מעט: כל שפה נוספת מאריכה את הקריאה ומוסיפה טעויות. בלי בחירה השפה מנוחשת.</translation>
    </message>
    <message>
        <source>`docqa doctor` says how to add a language.</source>
        <translation>הפקודה `docqa doctor` אומרת איך להוסיף שפה.</translation>
    </message>
</context>
<context>
    <name>LibraryPane</name>
    <message>
        <source>Delete</source>
        <translation>מחיקה</translation>
    </message>
    <message>
        <source>Export as HTML…</source>
        <translation>ייצוא כ-HTML…</translation>
    </message>
    <message>
        <source>Export as Markdown…</source>
        <translation>ייצוא כ-Markdown…</translation>
    </message>
    <message>
        <source>Add to this conversation</source>
        <translation>הוספה לשיחה הזאת</translation>
    </message>
    <message>
        <source>Locate its file…</source>
        <translation>איתור הקובץ שלו…</translation>
    </message>
    <message>
        <source>No conversation and no page holds all these words.</source>
        <translation>אין שיחה ואין עמוד שיש בהם כל המילים האלה.</translation>
    </message>
    <message>
        <source>Nothing found</source>
        <translation>לא נמצא דבר</translation>
    </message>
    <message>
        <source>Nothing here yet</source>
        <translation>עדיין אין כאן כלום</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>פתיחה</translation>
    </message>
    <message>
        <source>Open a file or drop one anywhere on this window. Your questions and their answers stay here.</source>
        <translation>פתחו קובץ או גררו אותו לכל מקום בחלון. השאלות שלכם והתשובות עליהן נשארות כאן.</translation>
    </message>
    <message>
        <source>Open files</source>
        <translation>פתיחת קבצים</translation>
    </message>
    <message>
        <source>Remove from the library</source>
        <translation>הסרה מהספרייה</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>שינוי שם</translation>
    </message>
    <message>
        <source>Save session as file…</source>
        <translation>שמירת השיחה כקובץ…</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>חיפוש</translation>
    </message>
    <message>
        <source>Search everything that was said and opened</source>
        <translation>חיפוש בכל מה שנאמר ונפתח</translation>
    </message>
    <message>
        <source>Still looking</source>
        <translation>עדיין מחפש</translation>
    </message>
    <message>
        <source>The pages of the library are being made findable. What is found shows here.</source>
        <translation>עמודי הספרייה מוכנים לחיפוש. מה שיימצא יופיע כאן.</translation>
    </message>
    <message>
        <source>Sessions and documents</source>
        <translation>שיחות ומסמכים</translation>
    </message>
</context>
<context>
    <name>LibraryRoads</name>
    <message>
        <source>Found “{title}” again.</source>
        <translation>„{title}” נמצא שוב.</translation>
    </message>
    <message>
        <source>Locate {name}</source>
        <translation>איתור {name}</translation>
    </message>
    <message>
        <source>Remove from this conversation</source>
        <translation>הסרה מהשיחה הזאת</translation>
    </message>
    <message>
        <source>Removed “{title}” from the library</source>
        <translation>„{title}” הוסר מהספרייה</translation>
    </message>
    <message>
        <source>Removed “{title}” from this conversation</source>
        <translation>„{title}” הוסר מהשיחה הזאת</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>ביטול הפעולה</translation>
    </message>
</context>
<context>
    <name>LookPage</name>
    <message>
        <source>Dark</source>
        <translation>כהה</translation>
    </message>
    <message>
        <source>Language of the window</source>
        <translation>שפת החלון</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>בהיר</translation>
    </message>
    <message>
        <source>Like the system</source>
        <translation>כמו המערכת</translation>
    </message>
    <message>
        <source>Questions are answered in the language they are asked in, whatever the window speaks.</source>
        <translation>שאלות נענות בשפה שבה הן נשאלות, תהיה שפת החלון אשר תהיה.</translation>
    </message>
    <message>
        <source>Text size</source>
        <translation>גודל הטקסט</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>ערכת צבעים</translation>
    </message>
</context>
<context>
    <name>Menus</name>
    <message>
        <source>&amp;Conversation</source>
        <translation>&amp;שיחה</translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation>&amp;קובץ</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>&amp;עזרה</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>&amp;תצוגה</translation>
    </message>
    <message>
        <source>About docqa</source>
        <translation>על אודות docqa</translation>
    </message>
    <message>
        <source>Add to this conversation…</source>
        <translation>הוספה לשיחה הזאת…</translation>
    </message>
    <message>
        <source>Ask about the selection</source>
        <translation>לשאול על הטקסט המסומן</translation>
    </message>
    <message>
        <source>Choose who answers</source>
        <translation>בחירת מי עונה</translation>
    </message>
    <message>
        <source>Contents of the document</source>
        <translation>תוכן העניינים של המסמך</translation>
    </message>
    <message>
        <source>Delete the chosen session</source>
        <translation>מחיקת השיחה הנבחרת</translation>
    </message>
    <message>
        <source>Export as HTML…</source>
        <translation>ייצוא כ-HTML…</translation>
    </message>
    <message>
        <source>Export as Markdown…</source>
        <translation>ייצוא כ-Markdown…</translation>
    </message>
    <message>
        <source>Find in the document</source>
        <translation>חיפוש במסמך</translation>
    </message>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>קיצורי מקלדת</translation>
    </message>
    <message>
        <source>Languages of scanned pages…</source>
        <translation>השפות של עמודים סרוקים…</translation>
    </message>
    <message>
        <source>New conversation</source>
        <translation>שיחה חדשה</translation>
    </message>
    <message>
        <source>New line in the question</source>
        <translation>שורה חדשה בשאלה</translation>
    </message>
    <message>
        <source>New window</source>
        <translation>חלון חדש</translation>
    </message>
    <message>
        <source>Next pane</source>
        <translation>החלונית הבאה</translation>
    </message>
    <message>
        <source>On the pages</source>
        <translation>בעמודים</translation>
    </message>
    <message>
        <source>Open…</source>
        <translation>פתיחה…</translation>
    </message>
    <message>
        <source>Pages of the document, small</source>
        <translation>עמודי המסמך, בקטן</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>יציאה</translation>
    </message>
    <message>
        <source>Rename the chosen session</source>
        <translation>שינוי שם השיחה הנבחרת</translation>
    </message>
    <message>
        <source>Rename this conversation…</source>
        <translation>שינוי שם השיחה…</translation>
    </message>
    <message>
        <source>Save session as file…</source>
        <translation>שמירת השיחה כקובץ…</translation>
    </message>
    <message>
        <source>Search all sessions</source>
        <translation>חיפוש בכל השיחות</translation>
    </message>
    <message>
        <source>Send the question</source>
        <translation>שליחת השאלה</translation>
    </message>
    <message>
        <source>Settings…</source>
        <translation>הגדרות…</translation>
    </message>
    <message>
        <source>Show or hide the side pane</source>
        <translation>הצגה או הסתרה של החלונית הצדדית</translation>
    </message>
    <message>
        <source>Show what would be sent</source>
        <translation>להראות מה יישלח</translation>
    </message>
    <message>
        <source>Stop the answer</source>
        <translation>עצירת התשובה</translation>
    </message>
    <message>
        <source>The question before</source>
        <translation>השאלה הקודמת</translation>
    </message>
    <message>
        <source>Write a question</source>
        <translation>כתיבת שאלה</translation>
    </message>
</context>
<context>
    <name>Notice</name>
    <message>
        <source>Dismiss</source>
        <translation>הסתרה</translation>
    </message>
</context>
<context>
    <name>Opener</name>
    <message>
        <source>Opening</source>
        <translation>פותח</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>סיסמה</translation>
    </message>
    <message>
        <source>That password does not open {name}. Try another:</source>
        <translation>הסיסמה הזאת אינה פותחת את {name}. נסו אחרת:</translation>
    </message>
    <message>
        <source>{name} is encrypted. Its password:</source>
        <translation>{name} מוצפן. הסיסמה שלו:</translation>
    </message>
    <message>
        <source>{path} is gone or has changed: this is the library&apos;s copy.</source>
        <translation>{path} נעלם או השתנה: זה העותק שבספרייה.</translation>
    </message>
</context>
<context>
    <name>PageActions</name>
    <message>
        <source>Ask about this</source>
        <translation>לשאול על זה</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>אחורה</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>העתקה</translation>
    </message>
    <message>
        <source>Copy as a picture</source>
        <translation>העתקה כתמונה</translation>
    </message>
    <message>
        <source>Copy as quote with page</source>
        <translation>העתקה כציטוט עם מספר העמוד</translation>
    </message>
    <message>
        <source>Copy the page as a picture</source>
        <translation>העתקת העמוד כתמונה</translation>
    </message>
    <message>
        <source>Copy the words inside</source>
        <translation>העתקת המילים שבפנים</translation>
    </message>
    <message>
        <source>Find</source>
        <translation>חיפוש</translation>
    </message>
    <message>
        <source>Find…</source>
        <translation>חיפוש…</translation>
    </message>
    <message>
        <source>First page alone, as a cover</source>
        <translation>העמוד הראשון לבדו, ככריכה</translation>
    </message>
    <message>
        <source>Fit page</source>
        <translation>התאמה לעמוד</translation>
    </message>
    <message>
        <source>Fit width</source>
        <translation>התאמה לרוחב</translation>
    </message>
    <message>
        <source>Follow a link by its number</source>
        <translation>מעבר לקישור לפי מספרו</translation>
    </message>
    <message>
        <source>Forward</source>
        <translation>קדימה</translation>
    </message>
    <message>
        <source>Go to page…</source>
        <translation>מעבר לעמוד…</translation>
    </message>
    <message>
        <source>Mark a figure, table or formula</source>
        <translation>סימון איור, טבלה או נוסחה</translation>
    </message>
    <message>
        <source>Next hit</source>
        <translation>התוצאה הבאה</translation>
    </message>
    <message>
        <source>Next page</source>
        <translation>העמוד הבא</translation>
    </message>
    <message>
        <source>Night colours</source>
        <translation>צבעי לילה</translation>
    </message>
    <message>
        <source>Previous hit</source>
        <translation>התוצאה הקודמת</translation>
    </message>
    <message>
        <source>Previous page</source>
        <translation>העמוד הקודם</translation>
    </message>
    <message>
        <source>Select all</source>
        <translation>בחירת הכול</translation>
    </message>
    <message>
        <source>Size on paper</source>
        <translation>גודל כמו על הנייר</translation>
    </message>
    <message>
        <source>Take the mark away</source>
        <translation>הסרת הסימון</translation>
    </message>
    <message>
        <source>Turn left</source>
        <translation>סיבוב שמאלה</translation>
    </message>
    <message>
        <source>Turn right</source>
        <translation>סיבוב ימינה</translation>
    </message>
    <message>
        <source>Two pages side by side</source>
        <translation>שני עמודים זה לצד זה</translation>
    </message>
    <message>
        <source>Zoom in</source>
        <translation>הגדלה</translation>
    </message>
    <message>
        <source>Zoom out</source>
        <translation>הקטנה</translation>
    </message>
    <message>
        <source>Zoom to the selection</source>
        <translation>הגדלה אל הבחירה</translation>
    </message>
    <message>
        <source>Zoom to this</source>
        <translation>הגדלה אל זה</translation>
    </message>
</context>
<context>
    <name>PageBar</name>
    <message>
        <source>({page} of {pages})</source>
        <translation>({page} מתוך {pages})</translation>
    </message>
    <message>
        <source>Go to a page: as printed on it, or by its number</source>
        <translation>מעבר לעמוד: לפי המודפס עליו או לפי מספרו</translation>
    </message>
    <message>
        <source>No such page</source>
        <translation>אין עמוד כזה</translation>
    </message>
    <message>
        <source>Page</source>
        <translation>עמוד</translation>
    </message>
    <message>
        <source>Size of the pages</source>
        <translation>גודל העמודים</translation>
    </message>
    <message>
        <source>Size of the pages (Ctrl and the wheel)</source>
        <translation>גודל העמודים (Ctrl והגלגלת)</translation>
    </message>
    <message>
        <source>of {pages}</source>
        <translation>מתוך {pages}</translation>
    </message>
</context>
<context>
    <name>PagesPane</name>
    <message>
        <source>Documents of this conversation</source>
        <translation>המסמכים של השיחה הזאת</translation>
    </message>
    <message>
        <source>Show report</source>
        <translation>הצגת הדוח</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>ניסיון נוסף</translation>
    </message>
</context>
<context>
    <name>PagesView</name>
    <message>
        <source>Copy the link&apos;s address</source>
        <translation>העתקת הכתובת של הקישור</translation>
    </message>
    <message>
        <source>Page {label}, {number} of {pages}</source>
        <translation>עמוד {label}, {number} מתוך {pages}</translation>
    </message>
    <message>
        <source>Pages</source>
        <translation>עמודים</translation>
    </message>
    <message>
        <source>Pages of {title}</source>
        <translation>העמודים של {title}</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>ניסיון נוסף</translation>
    </message>
</context>
<context>
    <name>PictureReading</name>
    <message>
        <source>Pages not read yet stay pictures until the document is opened again</source>
        <translation>עמודים שעדיין לא נקראו נשארים תמונות עד לפתיחה הבאה של המסמך</translation>
    </message>
    <message>
        <source>{doing} · {done} of {total}</source>
        <translation>{doing} · {done} מתוך {total}</translation>
    </message>
</context>
<context>
    <name>PreviewDialog</name>
    <message>
        <source>A simple preview: no scripts run, and nothing is loaded, neither from the network nor from your files. Layout that needs a browser looks plainer here.</source>
        <translation>תצוגה מקדימה פשוטה: שום סקריפט אינו רץ ודבר אינו נטען, לא מהרשת ולא מהקבצים שלכם. עימוד שצריך דפדפן נראה כאן פשוט יותר.</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>סגירה</translation>
    </message>
    <message>
        <source>Page</source>
        <translation>עמוד</translation>
    </message>
    <message>
        <source>Preview</source>
        <translation>תצוגה מקדימה</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>מקור</translation>
    </message>
</context>
<context>
    <name>PrivacyPage</name>
    <message>
        <source>All conversations leave the library. They are gone for good after 30 days.</source>
        <translation>כל השיחות יוצאות מהספרייה. אחרי 30 יום הן נמחקות לתמיד.</translation>
    </message>
    <message>
        <source>All conversations, the copies of documents and what was made from them are removed at once.</source>
        <translation>כל השיחות, עותקי המסמכים ומה שנעשה מהם מוסרים מיד.</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>ביטול</translation>
    </message>
    <message>
        <source>Conversations</source>
        <translation>שיחות</translation>
    </message>
    <message>
        <source>Copies of documents</source>
        <translation>עותקים של מסמכים</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>מחיקה</translation>
    </message>
    <message>
        <source>Delete all</source>
        <translation>מחיקת הכול</translation>
    </message>
    <message>
        <source>Delete all sessions?</source>
        <translation>למחוק את כל השיחות?</translation>
    </message>
    <message>
        <source>Delete all sessions…</source>
        <translation>מחיקת כל השיחות…</translation>
    </message>
    <message>
        <source>Delete the keys of all endpoints, too</source>
        <translation>למחוק גם את המפתחות של כל נקודות הקצה</translation>
    </message>
    <message>
        <source>Erase everything</source>
        <translation>מחיקת הכול</translation>
    </message>
    <message>
        <source>Erase everything for good?</source>
        <translation>למחוק הכול לתמיד?</translation>
    </message>
    <message>
        <source>Erase everything for good…</source>
        <translation>מחיקת הכול לתמיד…</translation>
    </message>
    <message>
        <source>Keys lie in the system&apos;s keyring. Your own files are never touched.</source>
        <translation>המפתחות נמצאים במחזיק המפתחות של המערכת. docqa אינו נוגע לעולם בקבצים שלכם.</translation>
    </message>
    <message>
        <source>Made from them: pages as read, search, notes</source>
        <translation>מה שנעשה מהם: עמודים שנקראו, חיפוש, רשימות</translation>
    </message>
    <message>
        <source>Open folder</source>
        <translation>פתיחת התיקייה</translation>
    </message>
    <message>
        <source>The built-in reader sends nothing anywhere. An endpoint gets the rules, the packed document, the conversation and your question, at the moment you ask. Nothing else ever leaves docqa: no statistics, no look for updates.</source>
        <translation>הקורא המובנה אינו שולח דבר לשום מקום. נקודת קצה מקבלת את הכללים, את המסמך הארוז, את השיחה ואת השאלה שלכם, ברגע שאתם שואלים. שום דבר אחר אינו יוצא מ-docqa: לא סטטיסטיקה ולא בדיקת עדכונים.</translation>
    </message>
    <message>
        <source>This cannot be undone. Your own files and the settings stay.</source>
        <translation>אי אפשר לבטל זאת. הקבצים שלכם וההגדרות נשארים.</translation>
    </message>
    <message>
        <source>What is kept here</source>
        <translation>מה נשמר כאן</translation>
    </message>
    <message>
        <source>What leaves this computer</source>
        <translation>מה יוצא מהמחשב הזה</translation>
    </message>
</context>
<context>
    <name>ProgressStrip</name>
    <message>
        <source>Stop</source>
        <translation>עצירה</translation>
    </message>
</context>
<context>
    <name>QuestionBox</name>
    <message>
        <source>Ask</source>
        <translation>שאילה</translation>
    </message>
    <message>
        <source>Ask about the document</source>
        <translation>שאלו על המסמך</translation>
    </message>
    <message>
        <source>Open a document to ask about it</source>
        <translation>פתחו מסמך כדי לשאול עליו</translation>
    </message>
    <message>
        <source>Question</source>
        <translation>שאלה</translation>
    </message>
    <message>
        <source>Still reading. You can write your question already</source>
        <translation>עדיין קורא. אפשר כבר לכתוב את השאלה</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>עצירה</translation>
    </message>
</context>
<context>
    <name>QuestionHead</name>
    <message>
        <source>Ask</source>
        <translation>שאילה</translation>
    </message>
    <message>
        <source>Ask this otherwise</source>
        <translation>לשאול זאת אחרת</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>ביטול</translation>
    </message>
    <message>
        <source>Question: {words}</source>
        <translation>שאלה: {words}</translation>
    </message>
    <message>
        <source>The question, to be asked otherwise</source>
        <translation>השאלה, לניסוח אחר</translation>
    </message>
    <message>
        <source>The version after</source>
        <translation>הגרסה הבאה</translation>
    </message>
    <message>
        <source>The version before</source>
        <translation>הגרסה הקודמת</translation>
    </message>
    <message>
        <source>Version {number} of {of}</source>
        <translation>גרסה {number} מתוך {of}</translation>
    </message>
    <message>
        <source>What is there is kept beside it.</source>
        <translation>מה שכבר כאן נשמר לצידה.</translation>
    </message>
</context>
<context>
    <name>Reader</name>
    <message>
        <source>Page {label}</source>
        <translation>עמוד {label}</translation>
    </message>
</context>
<context>
    <name>Rows</name>
    <message>
        <source>Conversations</source>
        <translation>שיחות</translation>
    </message>
    <message>
        <source>Documents</source>
        <translation>מסמכים</translation>
    </message>
    <message>
        <source>Pages</source>
        <translation>עמודים</translation>
    </message>
    <message>
        <source>p. {label} · {title}</source>
        <translation>עמ&apos; {label} · {title}</translation>
    </message>
    <message>
        <source>{name} · file not found</source>
        <translation>{name} · הקובץ לא נמצא</translation>
    </message>
</context>
<context>
    <name>Sandbox</name>
    <message>
        <source>Preview</source>
        <translation>תצוגה מקדימה</translation>
    </message>
</context>
<context>
    <name>Saver</name>
    <message>
        <source>Ask a question first: there is no session yet.</source>
        <translation>שאלו קודם שאלה: עדיין אין שיחה.</translation>
    </message>
    <message>
        <source>Export session</source>
        <translation>ייצוא השיחה</translation>
    </message>
    <message>
        <source>Save session as file</source>
        <translation>שמירת השיחה כקובץ</translation>
    </message>
    <message>
        <source>Saved as {name}</source>
        <translation>נשמר בשם {name}</translation>
    </message>
</context>
<context>
    <name>ScansPage</name>
    <message>
        <source>Languages that can be read from pictures</source>
        <translation>שפות שאפשר לקרוא מתמונות</translation>
    </message>
    <message>
        <source>Looking what can be read here…</source>
        <translation>בודק מה אפשר לקרוא כאן…</translation>
    </message>
    <message>
        <source>Nothing here reads pictures of pages: `docqa doctor` says what is missing.</source>
        <translation>אין כאן מה שקורא תמונות של עמודים: `docqa doctor` אומר מה חסר.</translation>
    </message>
    <message>
        <source>Scanned pages, and those whose fonts hide what their letters are, are read as pictures, on this computer. The language is guessed unless it is ticked here or chosen for a document.</source>
        <translation>עמודים סרוקים, וכאלה שהגופנים שלהם מסתירים מהן האותיות, נקראים כתמונות, במחשב הזה. השפה מנוחשת אלא אם סומנה כאן או נבחרה למסמך.</translation>
    </message>
    <message>
        <source>Tick few: with each language reading takes longer and errs more.</source>
        <translation>סמנו מעט: כל שפה מאריכה את הקריאה ומוסיפה טעויות.</translation>
    </message>
    <message>
        <source>`docqa doctor` says how to add a language.</source>
        <translation>הפקודה `docqa doctor` אומרת איך להוסיף שפה.</translation>
    </message>
</context>
<context>
    <name>Selecting</name>
    <message>
        <source>p. {first}</source>
        <translation>עמ&apos; {first}</translation>
    </message>
    <message>
        <source>pp. {first}–{last}</source>
        <translation>עמ&apos; {first}–{last}</translation>
    </message>
</context>
<context>
    <name>SentDialog</name>
    <message>
        <source>Close</source>
        <translation>סגירה</translation>
    </message>
    <message>
        <source>All</source>
        <translation>הכול</translation>
    </message>
    <message>
        <source>Assistant</source>
        <translation>עוזר</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>העתקה</translation>
    </message>
    <message>
        <source>Find in these messages</source>
        <translation>חיפוש בהודעות האלה</translation>
    </message>
    <message>
        <source>Free {n}</source>
        <translation>פנוי {n}</translation>
    </message>
    <message>
        <source>Messages</source>
        <translation>הודעות</translation>
    </message>
    <message>
        <source>Rules</source>
        <translation>כללים</translation>
    </message>
    <message>
        <source>User</source>
        <translation>משתמש</translation>
    </message>
    <message>
        <source>{n} found</source>
        <translation>נמצאו {n}</translation>
    </message>
    <message>
        <source>What would be sent</source>
        <translation>מה יישלח</translation>
    </message>
</context>
<context>
    <name>SentStrip</name>
    <message>
        <source>About</source>
        <translation>על</translation>
    </message>
    <message>
        <source>Sent as pictures</source>
        <translation>נשלחו כתמונות</translation>
    </message>
    <message>
        <source>as words</source>
        <translation>כמילים</translation>
    </message>
</context>
<context>
    <name>Services</name>
    <message>
        <source>Built-in reader</source>
        <translation>הקורא המובנה</translation>
    </message>
</context>
<context>
    <name>SettingsDialog</name>
    <message>
        <source>Appearance</source>
        <translation>מראה</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>ביטול</translation>
    </message>
    <message>
        <source>Engines</source>
        <translation>מנועים</translation>
    </message>
    <message>
        <source>Privacy</source>
        <translation>פרטיות</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>שמירה</translation>
    </message>
    <message>
        <source>Scans</source>
        <translation>סריקות</translation>
    </message>
    <message>
        <source>Sections</source>
        <translation>חלקים</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>הגדרות</translation>
    </message>
    <message>
        <source>Shortcuts</source>
        <translation>קיצורי מקלדת</translation>
    </message>
</context>
<context>
    <name>SheetsPane</name>
    <message>
        <source>No pages</source>
        <translation>אין עמודים</translation>
    </message>
    <message>
        <source>Open a document to see its pages small.</source>
        <translation>פתחו מסמך כדי לראות את עמודיו בקטן.</translation>
    </message>
    <message>
        <source>Pages of the document</source>
        <translation>עמודי המסמך</translation>
    </message>
</context>
<context>
    <name>ShortcutsDialog</name>
    <message>
        <source>Close</source>
        <translation>סגירה</translation>
    </message>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>קיצורי מקלדת</translation>
    </message>
    <message>
        <source>No shortcut holds these words.</source>
        <translation>אין קיצור שיש בו המילים האלה.</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>חיפוש</translation>
    </message>
    <message>
        <source>Search the shortcuts</source>
        <translation>חיפוש בקיצורים</translation>
    </message>
    <message>
        <source>While writing and choosing</source>
        <translation>בזמן כתיבה ובחירה</translation>
    </message>
</context>
<context>
    <name>SidePane</name>
    <message>
        <source>Contents</source>
        <translation>תוכן עניינים</translation>
    </message>
    <message>
        <source>Figures</source>
        <translation>איורים</translation>
    </message>
    <message>
        <source>Library</source>
        <translation>ספרייה</translation>
    </message>
    <message>
        <source>Pages</source>
        <translation>עמודים</translation>
    </message>
    <message>
        <source>Side pane</source>
        <translation>חלונית צדדית</translation>
    </message>
</context>
<context>
    <name>Sources</name>
    <message>
        <source>missing document</source>
        <translation>מסמך חסר</translation>
    </message>
</context>
<context>
    <name>Starters</name>
    <message>
        <source>Answers quote the document with page numbers. Click one to see the words on the page.</source>
        <translation>התשובות מצטטות את המסמך עם מספרי עמודים. לחיצה על מספר מראה את המילים בעמוד.</translation>
    </message>
    <message>
        <source>Ask about {names}</source>
        <translation>שאלו על {names}</translation>
    </message>
    <message>
        <source>Ask this</source>
        <translation>לשאול את זה</translation>
    </message>
    <message>
        <source>Ask your documents</source>
        <translation>שאלו את המסמכים שלכם</translation>
    </message>
    <message>
        <source>Open one, and the conversation about it begins here.</source>
        <translation>פתחו מסמך, והשיחה עליו מתחילה כאן.</translation>
    </message>
</context>
<context>
    <name>Strip</name>
    <message>
        <source> (and {n} more)</source>
        <translation> (ועוד {n})</translation>
    </message>
    <message>
        <source>Page {label}</source>
        <translation>עמוד {label}</translation>
    </message>
    <message>
        <source>Page {label}, a part</source>
        <translation>עמוד {label}, חלק</translation>
    </message>
    <message>
        <source>{width} × {height}
about {tokens} tokens</source>
        <translation>{width} × {height}
כ־{tokens} אסימונים</translation>
    </message>
    <message>
        <source>{width} × {height}
{tokens} tokens</source>
        <translation>{width} × {height}
{tokens} אסימונים</translation>
    </message>
</context>
<context>
    <name>Thumbnail</name>
    <message>
        <source>Don’t send {what}</source>
        <translation>לא לשלוח את {what}</translation>
    </message>
    <message>
        <source>{what}: show it on its page</source>
        <translation>{what}: הצגה בעמוד שלו</translation>
    </message>
</context>
<context>
    <name>TitleLine</name>
    <message>
        <source>Title of this conversation</source>
        <translation>כותרת השיחה</translation>
    </message>
    <message>
        <source>{title}
Double-click to rename</source>
        <translation>{title}
לחיצה כפולה לשינוי השם</translation>
    </message>
</context>
<context>
    <name>TurnView</name>
    <message>
        <source>Ask again</source>
        <translation>לשאול שוב</translation>
    </message>
    <message>
        <source>Ask this again</source>
        <translation>לשאול את זה שוב</translation>
    </message>
    <message>
        <source>Ask this otherwise…</source>
        <translation>לשאול זאת אחרת…</translation>
    </message>
    <message>
        <source>Built-in reader</source>
        <translation>הקורא המובנה</translation>
    </message>
    <message>
        <source>Choosing what to send…</source>
        <translation>בוחר מה לשלוח…</translation>
    </message>
    <message>
        <source>Copy as Markdown</source>
        <translation>העתקה כ-Markdown</translation>
    </message>
    <message>
        <source>Copy as plain text</source>
        <translation>העתקה כטקסט פשוט</translation>
    </message>
    <message>
        <source>Copy the answer as Markdown</source>
        <translation>העתקת התשובה כ-Markdown</translation>
    </message>
    <message>
        <source>Cut: the answer reached its reserve of tokens. Give it more room in Settings.</source>
        <translation>נקטע: התשובה הגיעה לסוף האסימונים השמורים לה. תנו לה עוד מקום בהגדרות.</translation>
    </message>
    <message>
        <source>Earlier turns that gave way to the document: {n}</source>
        <translation>שאלות קודמות שפינו מקום למסמך: {n}</translation>
    </message>
    <message>
        <source>Go on reading</source>
        <translation>להמשיך לקרוא</translation>
    </message>
    <message>
        <source>Incomplete: {problem}</source>
        <translation>לא שלם: {problem}</translation>
    </message>
    <message>
        <source>More about this answer</source>
        <translation>עוד על התשובה הזאת</translation>
    </message>
    <message>
        <source>Not answered from the document.</source>
        <translation>לא נענה מתוך המסמך.</translation>
    </message>
    <message>
        <source>Other passages that may answer</source>
        <translation>קטעים אחרים שאולי עונים</translation>
    </message>
    <message>
        <source>Parting the documents…</source>
        <translation>מחלק את המסמכים…</translation>
    </message>
    <message>
        <source>Read everything for this…</source>
        <translation>לקרוא הכול בשביל זה…</translation>
    </message>
    <message>
        <source>Stopped before the first word.</source>
        <translation>נעצר לפני המילה הראשונה.</translation>
    </message>
    <message>
        <source>Show report</source>
        <translation>הצגת הדוח</translation>
    </message>
    <message>
        <source>Sources</source>
        <translation>מקורות</translation>
    </message>
    <message>
        <source>Stopped by you. What had arrived is kept.</source>
        <translation>נעצר לבקשתכם. מה שהגיע נשמר.</translation>
    </message>
    <message>
        <source>Stopping…</source>
        <translation>עוצר…</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>ניסיון נוסף</translation>
    </message>
    <message>
        <source>the answer broke off.</source>
        <translation>התשובה נקטעה.</translation>
    </message>
    <message>
        <source>{sent:,} tokens read, {answered:,} written</source>
        <translation>{sent:,} אסימונים נקראו, {answered:,} נכתבו</translation>
    </message>
    <message>
        <source>{what} · waiting for the first word…</source>
        <translation>{what} · ממתין למילה הראשונה…</translation>
    </message>
</context>
<context>
    <name>TurnsArea</name>
    <message>
        <source>Conversation</source>
        <translation>שיחה</translation>
    </message>
</context>
<context>
    <name>Understanding</name>
    <message>
        <source>Questions are then answered by the words they share with the document</source>
        <translation>שאלות נענות אז לפי המילים המשותפות להן ולמסמך</translation>
    </message>
    <message>
        <source>{doing} · {percent} %</source>
        <translation>{doing} · {percent}%</translation>
    </message>
</context>
<context>
    <name>VoiceButton</name>
    <message>
        <source>How answers sound: {name}</source>
        <translation>איך התשובות נשמעות: {name}</translation>
    </message>
    <message>
        <source>Own voices…</source>
        <translation>סגנונות משלכם…</translation>
    </message>
    <message>
        <source>Own words</source>
        <translation>במילים שלכם</translation>
    </message>
    <message>
        <source>Plain</source>
        <translation>רגיל</translation>
    </message>
    <message>
        <source>The built-in reader quotes; a voice is heard from a language model.</source>
        <translation>הקורא המובנה מצטט; סגנון נשמע רק ממודל שפה.</translation>
    </message>
</context>
<context>
    <name>Voices</name>
    <message>
        <source>A lawyer&apos;s care</source>
        <translation>בזהירות של עורכי דין</translation>
    </message>
    <message>
        <source>Answers in Hebrew</source>
        <translation>תשובות בעברית</translation>
    </message>
    <message>
        <source>Concise</source>
        <translation>תמציתי</translation>
    </message>
    <message>
        <source>Explained to a child</source>
        <translation>הסבר לילדים</translation>
    </message>
    <message>
        <source>Teacher</source>
        <translation>מורה</translation>
    </message>
</context>
<context>
    <name>VoicesDialog</name>
    <message>
        <source>Cancel</source>
        <translation>ביטול</translation>
    </message>
    <message>
        <source>For instance: Answer in two paragraphs, and end with what I should look at next.</source>
        <translation>למשל: ענו בשתי פסקאות, וסיימו במה שכדאי לבדוק אחר כך.</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>שם</translation>
    </message>
    <message>
        <source>New</source>
        <translation>חדש</translation>
    </message>
    <message>
        <source>New voice</source>
        <translation>סגנון חדש</translation>
    </message>
    <message>
        <source>Own voices</source>
        <translation>סגנונות משלכם</translation>
    </message>
    <message>
        <source>Own words</source>
        <translation>במילים שלכם</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>הסרה</translation>
    </message>
    <message>
        <source>Save and use</source>
        <translation>שמירה ושימוש</translation>
    </message>
    <message>
        <source>Sent with the rules, before every question of the session.</source>
        <translation>נשלח עם הכללים, לפני כל שאלה בשיחה.</translation>
    </message>
    <message>
        <source>What the engine is told</source>
        <translation>מה נאמר למנוע</translation>
    </message>
</context>
<context>
    <name>Welcome</name>
    <message>
        <source>A text in Hebrew</source>
        <translation>טקסט בעברית</translation>
    </message>
    <message>
        <source>An island&apos;s sums</source>
        <translation>החשבון של אי אחד</translation>
    </message>
    <message>
        <source>Ask long documents. Check every answer on its page.</source>
        <translation>שאלו מסמכים ארוכים. בדקו כל תשובה בעמוד שלה.</translation>
    </message>
    <message>
        <source>A model on this computer</source>
        <translation>מודל במחשב הזה</translation>
    </message>
    <message>
        <source>A model online</source>
        <translation>מודל ברשת</translation>
    </message>
    <message>
        <source>Any service that speaks OpenAI&apos;s protocol, with a key of yours.</source>
        <translation>כל שירות שמדבר בפרוטוקול של OpenAI, עם מפתח שלכם.</translation>
    </message>
    <message>
        <source>Asks the usual ports of Ollama, LM Studio, llama.cpp and vLLM on this computer</source>
        <translation>פונה לפורטים הרגילים של Ollama, ‏LM Studio, ‏llama.cpp ו-vLLM במחשב הזה</translation>
    </message>
    <message>
        <source>Finds passages and quotes them word for word. Needs nothing, sends nothing.</source>
        <translation>מוצא קטעים ומצטט אותם מילה במילה. אינו צריך דבר ואינו שולח דבר.</translation>
    </message>
    <message>
        <source>Look for it</source>
        <translation>חיפוש</translation>
    </message>
    <message>
        <source>Markdown, with a pi of its own</source>
        <translation>Markdown, עם פאי משלו</translation>
    </message>
    <message>
        <source>Nothing is sent anywhere before you choose a model and ask.</source>
        <translation>שום דבר לא נשלח לשום מקום לפני שבוחרים מודל ושואלים.</translation>
    </message>
    <message>
        <source>Ollama, LM Studio, llama.cpp or vLLM, if one is running.</source>
        <translation>Ollama, ‏LM Studio, ‏llama.cpp או vLLM, אם אחד מהם פועל.</translation>
    </message>
    <message>
        <source>Open a file…</source>
        <translation>פתיחת קובץ…</translation>
    </message>
    <message>
        <source>Open files</source>
        <translation>פתיחת קבצים</translation>
    </message>
    <message>
        <source>Or drop files anywhere here.</source>
        <translation>או גררו קבצים לכל מקום כאן.</translation>
    </message>
    <message>
        <source>Or try a sample</source>
        <translation>או נסו דוגמה</translation>
    </message>
    <message>
        <source>PDF with a table, a figure and page labels</source>
        <translation>PDF עם טבלה, איור ותוויות עמודים</translation>
    </message>
    <message>
        <source>PDF, EPUB, Word, text, Markdown, HTML, comics or pictures of pages.</source>
        <translation>PDF, ‏EPUB, ‏Word, טקסט, Markdown, ‏HTML, קומיקס או תמונות של עמודים.</translation>
    </message>
    <message>
        <source>Pictures without text</source>
        <translation>תמונות בלי טקסט</translation>
    </message>
    <message>
        <source>Ready</source>
        <translation>מוכן</translation>
    </message>
    <message>
        <source>Right to left</source>
        <translation>מימין לשמאל</translation>
    </message>
    <message>
        <source>Set up…</source>
        <translation>הגדרה…</translation>
    </message>
    <message>
        <source>The built-in reader</source>
        <translation>הקורא המובנה</translation>
    </message>
    <message>
        <source>Two pages of it as a scan</source>
        <translation>שני עמודים ממנו כסריקה</translation>
    </message>
    <message>
        <source>Welcome</source>
        <translation>ברוכים הבאים</translation>
    </message>
    <message>
        <source>Who answers</source>
        <translation>מי עונה</translation>
    </message>
    <message>
        <source>docqa&apos;s guide</source>
        <translation>המדריך של docqa</translation>
    </message>
</context>
<context>
    <name>Window</name>
    <message>
        <source>The document of this citation is not open. The quote: “{quote}”</source>
        <translation>המסמך של הציטוט הזה אינו פתוח. הציטוט: „{quote}”</translation>
    </message>
</context>
<context>
    <name>WindowRoads</name>
    <message>
        <source>All files</source>
        <translation>כל הקבצים</translation>
    </message>
    <message>
        <source>Deleted “{title}”</source>
        <translation>נמחקה „{title}”</translation>
    </message>
    <message>
        <source>Documents and sessions</source>
        <translation>מסמכים ושיחות</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>פתיחה</translation>
    </message>
    <message>
        <source>Opened {name} alone: it brings its documents.</source>
        <translation>נפתח רק {name}: הוא מביא את המסמכים שלו.</translation>
    </message>
    <message>
        <source>This document has no scanned pages</source>
        <translation>במסמך הזה אין עמודים סרוקים</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>ביטול הפעולה</translation>
    </message>
</context>
<context>
    <name>_NotesText</name>
    <message>
        <source>Notes</source>
        <translation>רשימות</translation>
    </message>
</context>
<context>
    <name>_ProgressStrip</name>
    <message>
        <source>Cancel</source>
        <translation>ביטול</translation>
    </message>
    <message>
        <source>Opening</source>
        <translation>פותח</translation>
    </message>
    <message>
        <source>{done} of {total}</source>
        <translation>{done} מתוך {total}</translation>
    </message>
</context>
<context>
    <name>_Row</name>
    <message>
        <source>Back to {key}</source>
        <translation>חזרה אל {key}</translation>
    </message>
    <message>
        <source>Key for “{command}”</source>
        <translation>מקש עבור „{command}”</translation>
    </message>
    <message>
        <source>No key</source>
        <translation>אין מקש</translation>
    </message>
</context>
<context>
    <name>_Sheets</name>
    <message>
        <source>Page {label}</source>
        <translation>עמוד {label}</translation>
    </message>
</context>
<context>
    <name>clearable</name>
    <message>
        <source>Empty this field</source>
        <translation>ריקון השדה</translation>
    </message>
</context>
<context>
    <name>messages</name>
    <message>
        <source>Nothing of yours is lost. Please report it, then try again.</source>
        <translation>שום דבר שלכם לא אבד. נא לדווח על כך ולנסות שוב.</translation>
    </message>
    <message>
        <source>docqa made a mistake of its own: this should not have happened.</source>
        <translation>ל-docqa קרתה תקלה משלה: זה לא היה אמור לקרות.</translation>
    </message>
</context>
<context>
    <name>sentences</name>
    <message>
        <source>A document in the session file is damaged: its bytes are not those its name promises.</source>
        <translation>מסמך בקובץ השיחה פגום: התוכן שלו אינו מה ששמו מבטיח.</translation>
    </message>
    <message>
        <source>A large model may need longer for a long document: send less of it (a smaller window), or ask again.</source>
        <translation>מודל גדול עשוי להזדקק לזמן רב יותר למסמך ארוך: שלחו פחות ממנו (חלון קטן יותר), או שאלו שוב.</translation>
    </message>
    <message>
        <source>A newer docqa wrote this session file.</source>
        <translation>docqa חדש יותר כתב את קובץ השיחה הזה.</translation>
    </message>
    <message>
        <source>A window of {window} tokens is too small for the notes of a deep read.</source>
        <translation>חלון של {window} אסימונים קטן מדי לרשימות של קריאה מעמיקה.</translation>
    </message>
    <message>
        <source>A window of {window} tokens is too small to read the document in parts: docqa&apos;s rules, the question and the room for notes leave next to nothing.</source>
        <translation>חלון של {window} אסימונים קטן מדי לקריאת המסמך בחלקים: הכללים של docqa, השאלה והמקום לרשימות כמעט אינם משאירים דבר.</translation>
    </message>
    <message>
        <source>Add credit there or choose another engine; waiting does not help.</source>
        <translation>הוסיפו שם יתרה או בחרו מנוע אחר; המתנה לא תעזור.</translation>
    </message>
    <message>
        <source>Another docqa has been writing to the library for a long time.</source>
        <translation>docqa אחר כותב לספרייה כבר זמן רב.</translation>
    </message>
    <message>
        <source>Ask a model that reads pictures, or let docqa recognise its text first.</source>
        <translation>שאלו מודל שקורא תמונות, או תנו ל-docqa לזהות קודם את הטקסט.</translation>
    </message>
    <message>
        <source>Ask again in a moment; if it goes on, look at the server&apos;s own log or status page.</source>
        <translation>שאלו שוב בעוד רגע; אם זה נמשך, בדקו ביומן של השרת או בעמוד המצב שלו.</translation>
    </message>
    <message>
        <source>Ask again; if it goes on, the document may be longer than the server&apos;s context: set a smaller window.</source>
        <translation>שאלו שוב; אם זה נמשך, ייתכן שהמסמך ארוך מההקשר של השרת: קבעו חלון קטן יותר.</translation>
    </message>
    <message>
        <source>Ask again; what had arrived is kept.</source>
        <translation>שאלו שוב; מה שהגיע נשמר.</translation>
    </message>
    <message>
        <source>Ask for the file again, or save the session anew where it came from.</source>
        <translation>בקשו את הקובץ שוב, או שמרו את השיחה מחדש במקום שממנו באה.</translation>
    </message>
    <message>
        <source>Ask for the file again.</source>
        <translation>בקשו את הקובץ שוב.</translation>
    </message>
    <message>
        <source>Ask in other words, or choose another engine.</source>
        <translation>שאלו במילים אחרות, או בחרו מנוע אחר.</translation>
    </message>
    <message>
        <source>Ask in other words, or choose another engine; a model on your own machine has no such filter.</source>
        <translation>שאלו במילים אחרות, או בחרו מנוע אחר; למודל במחשב שלכם אין מסנן כזה.</translation>
    </message>
    <message>
        <source>Ask in other words.</source>
        <translation>שאלו במילים אחרות.</translation>
    </message>
    <message>
        <source>Ask it again.</source>
        <translation>שאלו אותה שוב.</translation>
    </message>
    <message>
        <source>Change its permissions, or copy it and open the copy.</source>
        <translation>שנו את ההרשאות שלו, או העתיקו אותו ופתחו את העותק.</translation>
    </message>
    <message>
        <source>Check capitals and the keyboard&apos;s language.</source>
        <translation>בדקו אותיות גדולות ואת שפת המקלדת.</translation>
    </message>
    <message>
        <source>Check it, or store a new one in the engine&apos;s settings.</source>
        <translation>בדקו אותו, או שמרו מפתח חדש בהגדרות המנוע.</translation>
    </message>
    <message>
        <source>Check that the base URL is that of an OpenAI-compatible server; it mostly ends in /v1.</source>
        <translation>בדקו שכתובת הבסיס היא של שרת תואם OpenAI; לרוב היא מסתיימת ב-/v1.</translation>
    </message>
    <message>
        <source>Check the address and this machine&apos;s clock; a server with its own certificate authority needs SSL_CERT_FILE to name it.</source>
        <translation>בדקו את הכתובת ואת השעון של המחשב; שרת עם רשות אישורים משלו צריך ש-SSL_CERT_FILE יצביע עליה.</translation>
    </message>
    <message>
        <source>Check the address and your connection, and ask again.</source>
        <translation>בדקו את הכתובת ואת החיבור שלכם, ושאלו שוב.</translation>
    </message>
    <message>
        <source>Check the address and your connection.</source>
        <translation>בדקו את הכתובת ואת החיבור שלכם.</translation>
    </message>
    <message>
        <source>Check the base URL and the model in the engine&apos;s settings.</source>
        <translation>בדקו את כתובת הבסיס ואת המודל בהגדרות המנוע.</translation>
    </message>
    <message>
        <source>Check the base URL: for most servers it ends in /v1.</source>
        <translation>בדקו את כתובת הבסיס: ברוב השרתים היא מסתיימת ב-/v1.</translation>
    </message>
    <message>
        <source>Check the drive and its space, then try again.</source>
        <translation>בדקו את הכונן ואת המקום הפנוי בו, ונסו שוב.</translation>
    </message>
    <message>
        <source>Check the drive and try again.</source>
        <translation>בדקו את הכונן ונסו שוב.</translation>
    </message>
    <message>
        <source>Check the key&apos;s permissions there, or choose another model.</source>
        <translation>בדקו שם את ההרשאות של המפתח, או בחרו מודל אחר.</translation>
    </message>
    <message>
        <source>Check the permissions of {parent}, or choose another folder (DOCQA_HOME moves docqa&apos;s).</source>
        <translation>בדקו את ההרשאות של {parent}, או בחרו תיקייה אחרת (DOCQA_HOME מעביר את זו של docqa).</translation>
    </message>
    <message>
        <source>Check the permissions of {parent}, or set DOCQA_HOME to a folder of your own.</source>
        <translation>בדקו את ההרשאות של {parent}, או כוונו את DOCQA_HOME לתיקייה שלכם.</translation>
    </message>
    <message>
        <source>Check the proxy in your environment (HTTPS_PROXY, NO_PROXY).</source>
        <translation>בדקו את שרת התיווך במשתני הסביבה (HTTPS_PROXY, ‏NO_PROXY).</translation>
    </message>
    <message>
        <source>Check whether it was moved or its drive taken out.</source>
        <translation>בדקו אם הועבר או שהכונן שלו נותק.</translation>
    </message>
    <message>
        <source>Choose a file that ends in .docqa.</source>
        <translation>בחרו קובץ שמסתיים ב-‎.docqa.</translation>
    </message>
    <message>
        <source>Choose a larger window or a smaller answer reserve, or ask a shorter question.</source>
        <translation>בחרו חלון גדול יותר או רזרבה קטנה יותר לתשובה, או שאלו שאלה קצרה יותר.</translation>
    </message>
    <message>
        <source>Choose a larger window or a smaller answer reserve.</source>
        <translation>בחרו חלון גדול יותר או רזרבה קטנה יותר לתשובה.</translation>
    </message>
    <message>
        <source>Choose a larger window or another model; the notes are kept.</source>
        <translation>בחרו חלון גדול יותר או מודל אחר; הרשימות נשמרות.</translation>
    </message>
    <message>
        <source>Choose a model that reads images, or ask about the page&apos;s text instead.</source>
        <translation>בחרו מודל שקורא תמונות, או שאלו על הטקסט של העמוד.</translation>
    </message>
    <message>
        <source>Choose an embeddings model there; most chat models give none.</source>
        <translation>בחרו שם מודל משמעות; רוב מודלי השיחה אינם נותנים אותו.</translation>
    </message>
    <message>
        <source>Choose another one from the list.</source>
        <translation>בחרו אחרת מהרשימה.</translation>
    </message>
    <message>
        <source>Choose another page.</source>
        <translation>בחרו עמוד אחר.</translation>
    </message>
    <message>
        <source>Choose one in the engine&apos;s settings.</source>
        <translation>בחרו מודל בהגדרות המנוע.</translation>
    </message>
    <message>
        <source>Choose one of the models that the endpoint lists.</source>
        <translation>בחרו אחד מהמודלים שנקודת הקצה מציינת.</translation>
    </message>
    <message>
        <source>Choose the file as it was, or open this one as a document of its own.</source>
        <translation>בחרו את הקובץ כפי שהיה, או פתחו את זה כמסמך נפרד.</translation>
    </message>
    <message>
        <source>Close docqa and remove {name}: it is made again from the library. Nothing else is lost.</source>
        <translation>סגרו את docqa והסירו את {name}: הוא ייבנה שוב מהספרייה. שום דבר אחר לא אבד.</translation>
    </message>
    <message>
        <source>Convert it to PDF (ps2pdf does) and open that.</source>
        <translation>המירו אותו ל-PDF (למשל ב-ps2pdf) ופתחו את התוצאה.</translation>
    </message>
    <message>
        <source>Convert it to PDF and open that.</source>
        <translation>המירו אותו ל-PDF ופתחו את התוצאה.</translation>
    </message>
    <message>
        <source>Copy it to another place and open the copy.</source>
        <translation>העתיקו אותו למקום אחר ופתחו את העותק.</translation>
    </message>
    <message>
        <source>Could not {doing} “{path}”: {why}.</source>
        <translation>הפעולה על „{path}” נכשלה ({doing}): {why}.</translation>
    </message>
    <message>
        <source>Counting tokens</source>
        <translation>סופר אסימונים</translation>
    </message>
    <message>
        <source>Delete them for good, or keep the document.</source>
        <translation>מחקו אותן לתמיד, או השאירו את המסמך.</translation>
    </message>
    <message>
        <source>Enter the password to open it.</source>
        <translation>הזינו את הסיסמה כדי לפתוח אותו.</translation>
    </message>
    <message>
        <source>Free some space there and try again. Nothing that was saved is lost.</source>
        <translation>פנו שם מקום ונסו שוב. שום דבר שנשמר לא אבד.</translation>
    </message>
    <message>
        <source>Get the file anew (a failed download often leaves an error page), or rename it to {suffixes} to read it as it is.</source>
        <translation>השיגו את הקובץ מחדש (הורדה שנכשלה משאירה לעתים עמוד שגיאה), או שנו את סיומת שמו ל-{suffixes} כדי לקרוא אותו כמו שהוא.</translation>
    </message>
    <message>
        <source>Get the file anew and open it again.</source>
        <translation>השיגו את הקובץ מחדש ופתחו אותו שוב.</translation>
    </message>
    <message>
        <source>Get the file anew, or open and save it in another PDF program first.</source>
        <translation>השיגו את הקובץ מחדש, או פתחו ושמרו אותו קודם בתוכנת PDF אחרת.</translation>
    </message>
    <message>
        <source>Get the file anew, or open and save it in another program first.</source>
        <translation>השיגו את הקובץ מחדש, או פתחו ושמרו אותו קודם בתוכנה אחרת.</translation>
    </message>
    <message>
        <source>Go on to another page.</source>
        <translation>המשיכו לעמוד אחר.</translation>
    </message>
    <message>
        <source>If it really is that long, split it; otherwise it is damaged: get it anew.</source>
        <translation>אם הוא באמת כל כך ארוך, פצלו אותו; אחרת הוא פגום: השיגו אותו מחדש.</translation>
    </message>
    <message>
        <source>If the server speaks plain HTTP, begin its address with http://.</source>
        <translation>אם השרת מדבר HTTP פשוט, התחילו את הכתובת שלו ב-http://.</translation>
    </message>
    <message>
        <source>If you trust that address, enter it as the base URL.</source>
        <translation>אם אתם סומכים על הכתובת ההיא, הזינו אותה ככתובת הבסיס.</translation>
    </message>
    <message>
        <source>Indexing</source>
        <translation>בונה מפתח</translation>
    </message>
    <message>
        <source>Indexing for search</source>
        <translation>בונה מפתח לחיפוש</translation>
    </message>
    <message>
        <source>It asks to wait {wait}; ask again then, or send less (a smaller window).</source>
        <translation>הוא מבקש להמתין {wait}; שאלו שוב אז, או שלחו פחות (חלון קטן יותר).</translation>
    </message>
    <message>
        <source>It has {pages}; give their printed labels.</source>
        <translation>יש בו {pages}; ציינו את התוויות המודפסות שלהם.</translation>
    </message>
    <message>
        <source>It may be damaged, or made to do harm. Get it anew, or open and save it in another program first.</source>
        <translation>ייתכן שהוא פגום, או שנוצר כדי להזיק. השיגו אותו מחדש, או פתחו ושמרו אותו קודם בתוכנה אחרת.</translation>
    </message>
    <message>
        <source>It may have been moved or deleted: look for it and open it again.</source>
        <translation>ייתכן שהועבר או נמחק: חפשו אותו ופתחו שוב.</translation>
    </message>
    <message>
        <source>Laying out the pages</source>
        <translation>מסדר את העמודים</translation>
    </message>
    <message>
        <source>Load it in the server first (for Ollama: ollama pull {model}), or choose one that it lists.</source>
        <translation>טענו אותו קודם בשרת (ב-Ollama: ‏ollama pull {model}), או בחרו אחד שהוא מציין.</translation>
    </message>
    <message>
        <source>Looking at the file</source>
        <translation>מסתכל על הקובץ</translation>
    </message>
    <message>
        <source>Looking for figures</source>
        <translation>מחפש איורים</translation>
    </message>
    <message>
        <source>Move it elsewhere, or set DOCQA_HOME to another folder.</source>
        <translation>העבירו אותו למקום אחר, או כוונו את DOCQA_HOME לתיקייה אחרת.</translation>
    </message>
    <message>
        <source>No encrypted connection to {host} came about.</source>
        <translation>לא נוצר חיבור מוצפן אל {host}.</translation>
    </message>
    <message>
        <source>No model is chosen for {host}.</source>
        <translation>לא נבחר מודל עבור {host}.</translation>
    </message>
    <message>
        <source>None of the {pages} pages of “{shown}” could be read: {failed}.</source>
        <translation>אף אחד מ-{pages} העמודים של „{shown}” לא נקרא: {failed}.</translation>
    </message>
    <message>
        <source>Open a document file.</source>
        <translation>פתחו קובץ של מסמך.</translation>
    </message>
    <message>
        <source>Open it again to read it as it is now.</source>
        <translation>פתחו אותו שוב כדי לקרוא אותו כפי שהוא כעת.</translation>
    </message>
    <message>
        <source>Open it again.</source>
        <translation>פתחו אותו שוב.</translation>
    </message>
    <message>
        <source>Open it from the list.</source>
        <translation>פתחו אותה מהרשימה.</translation>
    </message>
    <message>
        <source>Open its file first.</source>
        <translation>פתחו קודם את הקובץ שלו.</translation>
    </message>
    <message>
        <source>Open the file from where it is now; its sessions will find it by its content.</source>
        <translation>פתחו את הקובץ ממקומו הנוכחי; השיחות שלו ימצאו אותו לפי תוכנו.</translation>
    </message>
    <message>
        <source>Open the files in it instead.</source>
        <translation>פתחו במקום זאת את הקבצים שבה.</translation>
    </message>
    <message>
        <source>Opening the file</source>
        <translation>פותח את הקובץ</translation>
    </message>
    <message>
        <source>Page {index} of “{shown}” can&apos;t be looked at: it is damaged.</source>
        <translation>אי אפשר להסתכל על עמוד {index} של „{shown}”: הוא פגום.</translation>
    </message>
    <message>
        <source>Page {index} of “{shown}” can&apos;t be shown: it is damaged.</source>
        <translation>אי אפשר להציג את עמוד {index} של „{shown}”: הוא פגום.</translation>
    </message>
    <message>
        <source>Page {index} of “{shown}” has no such part.</source>
        <translation>לעמוד {index} של „{shown}” אין חלק כזה.</translation>
    </message>
    <message>
        <source>Page {page} of “{shown}” can&apos;t be shown: {why}.</source>
        <translation>אי אפשר להציג את עמוד {page} של „{shown}”: {why}.</translation>
    </message>
    <message>
        <source>Passages were chosen by their words alone, since the embedding model could not be loaded ({trouble}).</source>
        <translation>הקטעים נבחרו לפי מילותיהם בלבד, כי אי אפשר היה לטעון את מודל המשמעות ({trouble}).</translation>
    </message>
    <message>
        <source>Preparing to check answers</source>
        <translation>מתכונן לבדיקת תשובות</translation>
    </message>
    <message>
        <source>Raise the answer reserve, or choose a model that thinks less.</source>
        <translation>הגדילו את הרזרבה לתשובה, או בחרו מודל שחושב פחות.</translation>
    </message>
    <message>
        <source>Reading pages</source>
        <translation>קורא עמודים</translation>
    </message>
    <message>
        <source>Reading pictures of pages</source>
        <translation>קורא תמונות של עמודים</translation>
    </message>
    <message>
        <source>Rename the file that stands in the way.</source>
        <translation>שנו את שם הקובץ שעומד בדרך.</translation>
    </message>
    <message>
        <source>Save it as DOCX or PDF and open that.</source>
        <translation>שמרו אותו כ-DOCX או כ-PDF ופתחו את התוצאה.</translation>
    </message>
    <message>
        <source>Scale it down to at most 15,000 × 15,000 pixels and open that.</source>
        <translation>הקטינו אותה ל-15,000 × 15,000 פיקסלים לכל היותר ופתחו את התוצאה.</translation>
    </message>
    <message>
        <source>Sessions are about &quot;{title}&quot; still.</source>
        <translation>יש עדיין שיחות על „{title}”.</translation>
    </message>
    <message>
        <source>Set a smaller window in docqa, or start the model with a larger context.</source>
        <translation>קבעו חלון קטן יותר ב-docqa, או הפעילו את המודל עם הקשר גדול יותר.</translation>
    </message>
    <message>
        <source>Shown here: {last}. The others are read in parts of their own.</source>
        <translation>מוצגים כאן: {last}. האחרים נקראים בחלקים משלהם.</translation>
    </message>
    <message>
        <source>Start docqa again.</source>
        <translation>הפעילו את docqa מחדש.</translation>
    </message>
    <message>
        <source>Store one in the engine&apos;s settings.</source>
        <translation>שמרו מפתח בהגדרות המנוע.</translation>
    </message>
    <message>
        <source>Take it out of the address; a key has its own field and is kept in the system&apos;s keyring.</source>
        <translation>הוציאו אותם מהכתובת; למפתח יש שדה משלו, והוא נשמר במחזיק המפתחות של המערכת.</translation>
    </message>
    <message>
        <source>The account at {host} has no quota or credit left.</source>
        <translation>לחשבון ב-{host} לא נשארה מכסה או יתרה.</translation>
    </message>
    <message>
        <source>The certificate of {host} is not valid, so nothing was sent.</source>
        <translation>האישור של {host} אינו תקף, ולכן לא נשלח דבר.</translation>
    </message>
    <message>
        <source>The connection to {host} broke before the answer was finished.</source>
        <translation>החיבור אל {host} נותק לפני שהתשובה הסתיימה.</translation>
    </message>
    <message>
        <source>The connection to {host} failed.</source>
        <translation>החיבור אל {host} נכשל.</translation>
    </message>
    <message>
        <source>The content policy of {host} refused this question or the document.</source>
        <translation>מדיניות התוכן של {host} דחתה את השאלה הזאת או את המסמך.</translation>
    </message>
    <message>
        <source>The content policy of {host} stopped the answer.</source>
        <translation>מדיניות התוכן של {host} עצרה את התשובה.</translation>
    </message>
    <message>
        <source>The document is not understood yet: only the passages that share words with the question were compared by their meaning. Asked again when that is done, it may find more.</source>
        <translation>המסמך עדיין לא הובן: רק הקטעים שיש להם מילים משותפות עם השאלה הושוו לפי משמעותם. שאלה חוזרת כשזה יסתיים עשויה למצוא עוד.</translation>
    </message>
    <message>
        <source>The drive failed while docqa worked on {path}.</source>
        <translation>הכונן כשל בזמן ש-docqa עבד על {path}.</translation>
    </message>
    <message>
        <source>The endpoint&apos;s address begins with {scheme}://, which docqa does not speak.</source>
        <translation>הכתובת של נקודת הקצה מתחילה ב-{scheme}://, ש-docqa אינו מדבר.</translation>
    </message>
    <message>
        <source>The endpoint&apos;s address has a part after ? or #.</source>
        <translation>בכתובת של נקודת הקצה יש חלק אחרי ? או #.</translation>
    </message>
    <message>
        <source>The endpoint&apos;s address has white space or a backslash in it.</source>
        <translation>בכתובת של נקודת הקצה יש רווח או לוכסן הפוך.</translation>
    </message>
    <message>
        <source>The endpoint&apos;s address holds a user name or a password.</source>
        <translation>בכתובת של נקודת הקצה יש שם משתמש או סיסמה.</translation>
    </message>
    <message>
        <source>The endpoint&apos;s address is empty.</source>
        <translation>הכתובת של נקודת הקצה ריקה.</translation>
    </message>
    <message>
        <source>The endpoint&apos;s address is not a web address.</source>
        <translation>הכתובת של נקודת הקצה אינה כתובת רשת.</translation>
    </message>
    <message>
        <source>The endpoint&apos;s address names no host.</source>
        <translation>בכתובת של נקודת הקצה אין שם של שרת.</translation>
    </message>
    <message>
        <source>The file of &quot;{title}&quot; is not at {path} any more, and docqa has no copy of it.</source>
        <translation>הקובץ של „{title}” כבר אינו ב-{path}, ול-docqa אין עותק שלו.</translation>
    </message>
    <message>
        <source>The keyring that is configured for Python does not load.</source>
        <translation>מחזיק המפתחות שהוגדר עבור Python אינו נטען.</translation>
    </message>
    <message>
        <source>The keyring {backend} keeps keys in a file that is not encrypted.</source>
        <translation>מחזיק המפתחות {backend} שומר מפתחות בקובץ שאינו מוצפן.</translation>
    </message>
    <message>
        <source>The library already holds this session.</source>
        <translation>השיחה הזאת כבר נמצאת בספרייה.</translation>
    </message>
    <message>
        <source>The library at {path} cannot be opened for writing.</source>
        <translation>אי אפשר לפתוח לכתיבה את הספרייה ב-{path}.</translation>
    </message>
    <message>
        <source>The library at {path} could not be written: the disk is full.</source>
        <translation>אי אפשר היה לכתוב לספרייה ב-{path}: הדיסק מלא.</translation>
    </message>
    <message>
        <source>The library at {path} is damaged.</source>
        <translation>הספרייה ב-{path} פגומה.</translation>
    </message>
    <message>
        <source>The library at {path} was written by a newer docqa.</source>
        <translation>הספרייה ב-{path} נכתבה בידי docqa חדש יותר.</translation>
    </message>
    <message>
        <source>The library is closed.</source>
        <translation>הספרייה סגורה.</translation>
    </message>
    <message>
        <source>The model {model} at {host} reads no pictures.</source>
        <translation>המודל {model} ב-{host} אינו קורא תמונות.</translation>
    </message>
    <message>
        <source>The model {model} spent its whole answer reserve before it said a word.</source>
        <translation>המודל {model} ניצל את כל הרזרבה לתשובה לפני שאמר מילה.</translation>
    </message>
    <message>
        <source>The notes from the parts before are kept while the window stays as it is.</source>
        <translation>הרשימות מהחלקים הקודמים נשמרות כל עוד החלון נשאר כמו שהוא.</translation>
    </message>
    <message>
        <source>The notes from {cut_short} were cut at the room kept for them: something there may be missing. A larger answer reserve makes more room.</source>
        <translation>הרשימות מתוך {cut_short} נקטעו בסוף המקום השמור להן: ייתכן שחסר שם משהו. רזרבה גדולה יותר לתשובה נותנת עוד מקום.</translation>
    </message>
    <message>
        <source>The notes of this deep read do not fit the window of {window} tokens, and the model did not condense them.</source>
        <translation>הרשימות של הקריאה המעמיקה הזאת אינן נכנסות לחלון של {window} אסימונים, והמודל לא צמצם אותן.</translation>
    </message>
    <message>
        <source>The notes were more than the window holds, and condensing them lost some: a larger window may find more.</source>
        <translation>הרשימות היו רבות ממה שהחלון מכיל, ובצמצומן אבדו כמה: חלון גדול יותר עשוי למצוא עוד.</translation>
    </message>
    <message>
        <source>The proxy refused to connect to {host}.</source>
        <translation>שרת התיווך סירב להתחבר אל {host}.</translation>
    </message>
    <message>
        <source>The question does not fit: with docqa&apos;s rules and the room kept for the answer it needs {needed} tokens, and the window has {window}.</source>
        <translation>השאלה אינה נכנסת: עם הכללים של docqa והמקום השמור לתשובה היא צריכה {needed} אסימונים, ובחלון יש {window}.</translation>
    </message>
    <message>
        <source>The question is in {question} and the document in {theirs}: {only}. Asked in {theirs2}, or with an embeddings model that reads both, it finds more.</source>
        <translation>השאלה ב{question} והמסמך ב{theirs}: {only}. בשאלה ב{theirs2}, או עם מודל משמעות שקורא את שתיהן, יימצא יותר.</translation>
    </message>
    <message>
        <source>The search index at {path} is damaged.</source>
        <translation>מפתח החיפוש ב-{path} פגום.</translation>
    </message>
    <message>
        <source>The server may not be running: start it (Ollama, LM Studio, llama.cpp, vLLM) and ask again.</source>
        <translation>ייתכן שהשרת אינו פועל: הפעילו אותו (Ollama, ‏LM Studio, ‏llama.cpp, ‏vLLM) ושאלו שוב.</translation>
    </message>
    <message>
        <source>The server read only {read} of the {counted} tokens sent and dropped the rest without saying so: its context is smaller than docqa was told. Don&apos;t rely on this answer. Set the window to {read2}, or give the model a larger context at the server (for Ollama: OLLAMA_CONTEXT_LENGTH or num_ctx).</source>
        <translation>השרת קרא רק {read} מתוך {counted} האסימונים שנשלחו והשמיט את השאר בלי לומר זאת: ההקשר שלו קטן ממה שנמסר ל-docqa. אל תסמכו על התשובה הזאת. קבעו את החלון ל-{read2}, או תנו למודל הקשר גדול יותר בשרת (ב-Ollama: ‏OLLAMA_CONTEXT_LENGTH או num_ctx).</translation>
    </message>
    <message>
        <source>The session in this file is damaged ({error}).</source>
        <translation>השיחה בקובץ הזה פגומה ({error}).</translation>
    </message>
    <message>
        <source>The session in this file is too large to be one.</source>
        <translation>השיחה בקובץ הזה גדולה מכדי להיות שיחה.</translation>
    </message>
    <message>
        <source>The system&apos;s keyring did not delete the key.</source>
        <translation>מחזיק המפתחות של המערכת לא מחק את המפתח.</translation>
    </message>
    <message>
        <source>The system&apos;s keyring failed ({name__}).</source>
        <translation>מחזיק המפתחות של המערכת נכשל ({name__}).</translation>
    </message>
    <message>
        <source>The system&apos;s keyring gave no answer for {patience} seconds.</source>
        <translation>מחזיק המפתחות של המערכת לא ענה במשך {patience} שניות.</translation>
    </message>
    <message>
        <source>The system&apos;s keyring is locked.</source>
        <translation>מחזיק המפתחות של המערכת נעול.</translation>
    </message>
    <message>
        <source>The system&apos;s keyring refused.</source>
        <translation>מחזיק המפתחות של המערכת סירב.</translation>
    </message>
    <message>
        <source>There are no words to read on {places}: it is a picture.</source>
        <translation>אין מילים לקרוא ב-{places}: זו תמונה.</translation>
    </message>
    <message>
        <source>There is no chat endpoint at {base_url} (HTTP {status}).</source>
        <translation>אין נקודת קצה לשיחה בכתובת {base_url} ‏(HTTP {status}).</translation>
    </message>
    <message>
        <source>There is no host called {host}, or the network is down.</source>
        <translation>אין שרת בשם {host}, או שאין רשת.</translation>
    </message>
    <message>
        <source>There is no page {page}, or no such part of it, in what is open.</source>
        <translation>אין עמוד {page}, או חלק כזה ממנו, במה שפתוח.</translation>
    </message>
    <message>
        <source>This is no session file of docqa.</source>
        <translation>זה אינו קובץ שיחה של docqa.</translation>
    </message>
    <message>
        <source>This password does not open “{shown}”.</source>
        <translation>הסיסמה הזאת אינה פותחת את „{shown}”.</translation>
    </message>
    <message>
        <source>This question is not in the library any more.</source>
        <translation>השאלה הזאת כבר אינה בספרייה.</translation>
    </message>
    <message>
        <source>This session file holds what docqa did not put there.</source>
        <translation>בקובץ השיחה הזה יש מה ש-docqa לא שם בו.</translation>
    </message>
    <message>
        <source>This session file says that it holds more than it does.</source>
        <translation>קובץ השיחה הזה מצהיר על יותר ממה שיש בו.</translation>
    </message>
    <message>
        <source>This session is not in the library any more.</source>
        <translation>השיחה הזאת כבר אינה בספרייה.</translation>
    </message>
    <message>
        <source>This system has no keyring that docqa can use.</source>
        <translation>במערכת הזאת אין מחזיק מפתחות ש-docqa יכול להשתמש בו.</translation>
    </message>
    <message>
        <source>Understanding the document</source>
        <translation>מבין את המסמך</translation>
    </message>
    <message>
        <source>Unlock or start the system&apos;s keyring and try again.</source>
        <translation>פתחו או הפעילו את מחזיק המפתחות של המערכת ונסו שוב.</translation>
    </message>
    <message>
        <source>Unpack it and open the file in it.</source>
        <translation>פרקו אותו ופתחו את הקובץ שבו.</translation>
    </message>
    <message>
        <source>Unpack it and open the files in it.</source>
        <translation>פרקו אותו ופתחו את הקבצים שבו.</translation>
    </message>
    <message>
        <source>Update docqa to open it.</source>
        <translation>עדכנו את docqa כדי לפתוח אותו.</translation>
    </message>
    <message>
        <source>Update docqa, or set DOCQA_HOME to another folder to work with a library of its own.</source>
        <translation>עדכנו את docqa, או כוונו את DOCQA_HOME לתיקייה אחרת כדי לעבוד עם ספרייה נפרדת.</translation>
    </message>
    <message>
        <source>Use an address such as {it} or http://localhost:11434/v1.</source>
        <translation>השתמשו בכתובת כמו {it} או http://localhost:11434/v1.</translation>
    </message>
    <message>
        <source>Wait a moment and ask again, or send less (a smaller window).</source>
        <translation>המתינו רגע ושאלו שוב, או שלחו פחות (חלון קטן יותר).</translation>
    </message>
    <message>
        <source>Wait a moment and ask again.</source>
        <translation>המתינו רגע ושאלו שוב.</translation>
    </message>
    <message>
        <source>Wait until it is done or close it, then try again.</source>
        <translation>המתינו עד שיסיים או סגרו אותו, ונסו שוב.</translation>
    </message>
    <message>
        <source>What was sent is longer than the model {model} at {host} reads.</source>
        <translation>מה שנשלח ארוך ממה שהמודל {model} ב-{host} קורא.</translation>
    </message>
    <message>
        <source>You have no permission to read “{shown}”.</source>
        <translation>אין לכם הרשאה לקרוא את „{shown}”.</translation>
    </message>
    <message>
        <source>a 7z archive</source>
        <translation>ארכיון 7z</translation>
    </message>
    <message>
        <source>a DjVu file</source>
        <translation>קובץ DjVu</translation>
    </message>
    <message>
        <source>a PostScript file</source>
        <translation>קובץ PostScript</translation>
    </message>
    <message>
        <source>a RAR archive</source>
        <translation>ארכיון RAR</translation>
    </message>
    <message>
        <source>a bzip2 archive</source>
        <translation>ארכיון bzip2</translation>
    </message>
    <message>
        <source>a database</source>
        <translation>מסד נתונים</translation>
    </message>
    <message>
        <source>a file of an old office program</source>
        <translation>קובץ של תוכנת משרד ישנה</translation>
    </message>
    <message>
        <source>a gzip archive</source>
        <translation>ארכיון gzip</translation>
    </message>
    <message>
        <source>a program</source>
        <translation>תוכנית</translation>
    </message>
    <message>
        <source>a rich text (RTF) file</source>
        <translation>קובץ טקסט עשיר (RTF)</translation>
    </message>
    <message>
        <source>a web page</source>
        <translation>דף אינטרנט</translation>
    </message>
    <message>
        <source>an FB2 book</source>
        <translation>ספר FB2</translation>
    </message>
    <message>
        <source>an xz archive</source>
        <translation>ארכיון xz</translation>
    </message>
    <message>
        <source>back up the library to</source>
        <translation>גיבוי הספרייה</translation>
    </message>
    <message>
        <source>copy</source>
        <translation>העתקה</translation>
    </message>
    <message>
        <source>it is a picture in which no words could be made out</source>
        <translation>הוא תמונה שלא ניתן היה לזהות בה מילים</translation>
    </message>
    <message>
        <source>it is a picture without text</source>
        <translation>הוא תמונה ללא טקסט</translation>
    </message>
    <message>
        <source>it is damaged</source>
        <translation>הוא פגום</translation>
    </message>
    <message>
        <source>it is not allowed</source>
        <translation>אין הרשאה</translation>
    </message>
    <message>
        <source>it is not there</source>
        <translation>הוא אינו שם</translation>
    </message>
    <message>
        <source>it made the program that reads files crash</source>
        <translation>הוא גרם לתוכנית שקוראת קבצים לקרוס</translation>
    </message>
    <message>
        <source>it needs more memory than is safe</source>
        <translation>הוא דורש יותר זיכרון ממה שבטוח</translation>
    </message>
    <message>
        <source>it took too long</source>
        <translation>זה נמשך זמן רב מדי</translation>
    </message>
    <message>
        <source>its picture is too large</source>
        <translation>התמונה שלו גדולה מדי</translation>
    </message>
    <message>
        <source>its text is not what it shows</source>
        <translation>הטקסט שלו אינו מה שנראה בו</translation>
    </message>
    <message>
        <source>its text is stored without saying which letters it is made of</source>
        <translation>הטקסט שלו שמור בלי לציין מאילו אותיות הוא עשוי</translation>
    </message>
    <message>
        <source>make the folder</source>
        <translation>יצירת התיקייה</translation>
    </message>
    <message>
        <source>nothing here reads</source>
        <translation>דבר כאן אינו קורא</translation>
    </message>
    <message>
        <source>nothing on this computer reads {name} from pictures</source>
        <translation>דבר במחשב הזה אינו קורא {name} מתמונות</translation>
    </message>
    <message>
        <source>read</source>
        <translation>קריאה</translation>
    </message>
    <message>
        <source>remove</source>
        <translation>מחיקה</translation>
    </message>
    <message>
        <source>the disk is full</source>
        <translation>הדיסק מלא</translation>
    </message>
    <message>
        <source>the program that reads files stopped</source>
        <translation>התוכנית שקוראת קבצים נעצרה</translation>
    </message>
    <message>
        <source>the system gave no reason</source>
        <translation>המערכת לא ציינה סיבה</translation>
    </message>
    <message>
        <source>write</source>
        <translation>כתיבה</translation>
    </message>
    <message>
        <source>{hint} Until then the key is kept in memory for this run.</source>
        <translation>{hint} עד אז המפתח נשמר בזיכרון להפעלה הזאת.</translation>
    </message>
    <message>
        <source>{host} answers, but not with a list of models.</source>
        <translation>{host} עונה, אך לא ברשימת מודלים.</translation>
    </message>
    <message>
        <source>{host} answers, but not with a stream of words ({kind}).</source>
        <translation>{host} עונה, אך לא בזרם של מילים ({kind}).</translation>
    </message>
    <message>
        <source>{host} answers, but not with embeddings of {model}.</source>
        <translation>{host} עונה, אך לא בייצוגי משמעות של {model}.</translation>
    </message>
    <message>
        <source>{host} asks for a key and none is stored.</source>
        <translation>{host} מבקש מפתח ולא שמור שום מפתח.</translation>
    </message>
    <message>
        <source>{host} asks to slow down.</source>
        <translation>{host} מבקש להאט.</translation>
    </message>
    <message>
        <source>{host} did not accept a connection in time.</source>
        <translation>{host} לא קיבל חיבור בזמן.</translation>
    </message>
    <message>
        <source>{host} did not accept the request ({how}).</source>
        <translation>{host} לא קיבל את הבקשה ({how}).</translation>
    </message>
    <message>
        <source>{host} does not allow this key to use the model {model} (HTTP 403).</source>
        <translation>{host} אינו מתיר למפתח הזה להשתמש במודל {model} ‏(HTTP 403).</translation>
    </message>
    <message>
        <source>{host} failed while answering (HTTP {status}).</source>
        <translation>{host} נכשל בזמן המענה (HTTP {status}).</translation>
    </message>
    <message>
        <source>{host} has no model called {model}.</source>
        <translation>ב-{host} אין מודל בשם {model}.</translation>
    </message>
    <message>
        <source>{host} is still loading its model.</source>
        <translation>{host} עדיין טוען את המודל שלו.</translation>
    </message>
    <message>
        <source>{host} refused the connection.</source>
        <translation>{host} סירב לחיבור.</translation>
    </message>
    <message>
        <source>{host} rejected the key.</source>
        <translation>{host} דחה את המפתח.</translation>
    </message>
    <message>
        <source>{host} sends requests on to {where}; docqa does not follow, so that key and document stay here.</source>
        <translation>{host} מעביר את הבקשות אל {where}; ‏docqa אינו הולך אחריו, כדי שהמפתח והמסמך יישארו כאן.</translation>
    </message>
    <message>
        <source>{host} sent an empty answer.</source>
        <translation>{host} שלח תשובה ריקה.</translation>
    </message>
    <message>
        <source>{host} sent nothing for {read_timeout} seconds.</source>
        <translation>{host} לא שלח דבר במשך {read_timeout} שניות.</translation>
    </message>
    <message>
        <source>{host} sent something that is not a chat answer ({name__}).</source>
        <translation>{host} שלח משהו שאינו תשובה בשיחה ({name__}).</translation>
    </message>
    <message>
        <source>{it} and page images (PNG, JPEG, TIFF, WebP).</source>
        <translation>{it} ותמונות של עמודים (PNG, ‏JPEG, ‏TIFF, ‏WebP).</translation>
    </message>
    <message>
        <source>{path} changed while docqa was reading it.</source>
        <translation>{path} השתנה בזמן ש-docqa קרא אותו.</translation>
    </message>
    <message>
        <source>{path} is a database of another program.</source>
        <translation>{path} הוא מסד נתונים של תוכנה אחרת.</translation>
    </message>
    <message>
        <source>{path} is damaged, or no session file of docqa.</source>
        <translation>{path} פגום, או שאינו קובץ שיחה של docqa.</translation>
    </message>
    <message>
        <source>{path} {what}. The file as it was is kept as {name}.</source>
        <translation>{path} {what}. הקובץ כפי שהיה נשמר בשם {name}.</translation>
    </message>
    <message>
        <source>{problem} Keys are kept in memory and forgotten when docqa closes.</source>
        <translation>{problem} המפתחות נשמרים בזיכרון ונשכחים כש-docqa נסגר.</translation>
    </message>
    <message>
        <source>{title} has no page {number}.</source>
        <translation>ב-{title} אין עמוד {number}.</translation>
    </message>
    <message>
        <source>{unfound} {it} left out: {it2} quotes are not in the document.</source>
        <translation>{unfound} רשימות הושמטו: הציטוטים שלהן אינם במסמך.</translation>
    </message>
    <message>
        <source>“{name}” is another file: it does not hold what “{title}” held when it was opened.</source>
        <translation>„{name}” הוא קובץ אחר: אין בו מה שהיה ב„{title}” כשנפתח.</translation>
    </message>
    <message>
        <source>“{shown}” can&apos;t be read: {error}.</source>
        <translation>אי אפשר לקרוא את „{shown}”: {error}.</translation>
    </message>
    <message>
        <source>“{shown}” claims to have {pages} pages; docqa reads up to {it}.</source>
        <translation>„{shown}” מצהיר על {pages} עמודים; ‏docqa קורא עד {it}.</translation>
    </message>
    <message>
        <source>“{shown}” could not be read as {name}: it is damaged or not finished.</source>
        <translation>אי אפשר היה לקרוא את „{shown}” כ-{name}: הוא פגום או לא גמור.</translation>
    </message>
    <message>
        <source>“{shown}” could not be read: {failed}.</source>
        <translation>אי אפשר היה לקרוא את „{shown}”: {failed}.</translation>
    </message>
    <message>
        <source>“{shown}” could not be read: {why}.</source>
        <translation>אי אפשר היה לקרוא את „{shown}”: {why}.</translation>
    </message>
    <message>
        <source>“{shown}” has no pages that could be found: it is damaged, cut off, or empty.</source>
        <translation>לא נמצאו עמודים ב„{shown}”: הוא פגום, קטוע או ריק.</translation>
    </message>
    <message>
        <source>“{shown}” is a ZIP archive, not a document.</source>
        <translation>„{shown}” הוא ארכיון ZIP ולא מסמך.</translation>
    </message>
    <message>
        <source>“{shown}” is a damaged or incomplete archive (a cut-off EPUB, DOCX or ZIP file).</source>
        <translation>„{shown}” הוא ארכיון פגום או חסר (קובץ EPUB, ‏DOCX או ZIP שנקטע).</translation>
    </message>
    <message>
        <source>“{shown}” is a folder.</source>
        <translation>„{shown}” הוא תיקייה.</translation>
    </message>
    <message>
        <source>“{shown}” is a picture of {width} × {height} pixels, more than docqa opens.</source>
        <translation>„{shown}” הוא תמונה של {width} × {height} פיקסלים, יותר ממה ש-docqa פותח.</translation>
    </message>
    <message>
        <source>“{shown}” is an OpenDocument file, which docqa does not read.</source>
        <translation>„{shown}” הוא קובץ OpenDocument, ש-docqa אינו קורא.</translation>
    </message>
    <message>
        <source>“{shown}” is closed.</source>
        <translation>„{shown}” סגור.</translation>
    </message>
    <message>
        <source>“{shown}” is empty: it holds no bytes at all.</source>
        <translation>„{shown}” ריק: אין בו שום תוכן.</translation>
    </message>
    <message>
        <source>“{shown}” is locked with a password.</source>
        <translation>„{shown}” נעול בסיסמה.</translation>
    </message>
    <message>
        <source>“{shown}” is no kind of document that docqa reads.</source>
        <translation>„{shown}” אינו סוג של מסמך ש-docqa קורא.</translation>
    </message>
    <message>
        <source>“{shown}” is not a file.</source>
        <translation>„{shown}” אינו קובץ.</translation>
    </message>
    <message>
        <source>“{shown}” is not a {name} file, or it is damaged at its start.</source>
        <translation>„{shown}” אינו קובץ {name}, או שהוא פגום בתחילתו.</translation>
    </message>
    <message>
        <source>“{shown}” is not a {name} file: it holds {kind}.</source>
        <translation>„{shown}” אינו קובץ {name}: יש בו {kind}.</translation>
    </message>
    <message>
        <source>“{shown}” is not there.</source>
        <translation>„{shown}” איננו שם.</translation>
    </message>
    <message>
        <source>“{shown}” is {what}, which docqa does not read.</source>
        <translation>„{shown}” הוא {what}, ש-docqa אינו קורא.</translation>
    </message>
</context>
<context>
    <name>wording</name>
    <message>
        <source>All {n} documents: {pages}</source>
        <translation>כל {n} המסמכים: {pages}</translation>
    </message>
    <message>
        <source>Pictures of {pages}</source>
        <translation>תמונות של {pages}</translation>
    </message>
    <message>
        <source>Text and pictures of {pages}</source>
        <translation>טקסט ותמונות של {pages}</translation>
    </message>
    <message>
        <source>Whole document: {pages}</source>
        <translation>המסמך כולו: {pages}</translation>
    </message>
    <message>
        <source>all {n} pages read</source>
        <translation>כל {n} העמודים נקראו</translation>
    </message>
    <message>
        <source>all {n} pages sent</source>
        <translation>כל {n} העמודים נשלחו</translation>
    </message>
    <message>
        <source>found in the document</source>
        <translation>נמצא במסמך</translation>
    </message>
    <message>
        <source>found on another page than cited</source>
        <translation>נמצא בעמוד אחר מהמצוטט</translation>
    </message>
    <message>
        <source>not found in the document</source>
        <translation>לא נמצא במסמך</translation>
    </message>
    <message>
        <source>nothing of {n} page read</source>
        <translation>דבר מעמוד אחד לא נקרא</translation>
    </message>
    <message>
        <source>nothing of {n} page sent</source>
        <translation>דבר מעמוד אחד לא נשלח</translation>
    </message>
    <message>
        <source>nothing of {n} pages read</source>
        <translation>דבר מ-{n} עמודים לא נקרא</translation>
    </message>
    <message>
        <source>nothing of {n} pages sent</source>
        <translation>דבר מ-{n} עמודים לא נשלח</translation>
    </message>
    <message>
        <source>page {pages}</source>
        <translation>עמוד {pages}</translation>
    </message>
    <message>
        <source>page {pages} holds hidden text</source>
        <translation>בעמוד {pages} יש טקסט נסתר</translation>
    </message>
    <message>
        <source>page {pages} of {total} read</source>
        <translation>עמוד {pages} מתוך {total} נקרא</translation>
    </message>
    <message>
        <source>page {pages} of {total} sent</source>
        <translation>עמוד {pages} מתוך {total} נשלח</translation>
    </message>
    <message>
        <source>pages {pages}</source>
        <translation>עמודים {pages}</translation>
    </message>
    <message>
        <source>pages {pages} hold hidden text</source>
        <translation>בעמודים {pages} יש טקסט נסתר</translation>
    </message>
    <message>
        <source>pages {pages} of {total} read</source>
        <translation>עמודים {pages} מתוך {total} נקראו</translation>
    </message>
    <message>
        <source>pages {pages} of {total} sent</source>
        <translation>עמודים {pages} מתוך {total} נשלחו</translation>
    </message>
    <message>
        <source>reckoned from numbers in the document</source>
        <translation>מחושב ממספרים שבמסמך</translation>
    </message>
    <message>
        <source>the page was read</source>
        <translation>העמוד נקרא</translation>
    </message>
    <message>
        <source>the page was sent</source>
        <translation>העמוד נשלח</translation>
    </message>
    <message>
        <source>{found} of {n} claim found in the document</source>
        <translation>טענות שנמצאו במסמך: {found} מתוך {n}</translation>
    </message>
    <message>
        <source>{found} of {n} claims found in the document</source>
        <translation>טענות שנמצאו במסמך: {found} מתוך {n}</translation>
    </message>
    <message>
        <source>{line}, {left} left out</source>
        <translation>{line}, {left} נשארו בחוץ</translation>
    </message>
    <message>
        <source>{line}, {n} of them reckoned</source>
        <translation>{line}, מהן {n} מחושבות</translation>
    </message>
    <message>
        <source>{line}, {n} on another page than cited</source>
        <translation>{line}, {n} בעמוד אחר מהמצוטט</translation>
    </message>
    <message>
        <source>{line}; {pages} could not be read</source>
        <translation>{line}; לא נקראו: {pages}</translation>
    </message>
    <message>
        <source>{n} note from {parts}</source>
        <translation>הערה אחת מתוך {parts}</translation>
    </message>
    <message>
        <source>{n} notes from {parts}</source>
        <translation>{n} הערות מתוך {parts}</translation>
    </message>
    <message>
        <source>{n} page</source>
        <translation>עמוד אחד</translation>
    </message>
    <message>
        <source>{n} pages</source>
        <translation>{n} עמודים</translation>
    </message>
    <message>
        <source>{n} part</source>
        <translation>חלק אחד</translation>
    </message>
    <message>
        <source>{n} parts</source>
        <translation>{n} חלקים</translation>
    </message>
    <message>
        <source>{n} passage from {pages}</source>
        <translation>קטע אחד מתוך {pages}</translation>
    </message>
    <message>
        <source>{n} passages from {pages}</source>
        <translation>{n} קטעים מתוך {pages}</translation>
    </message>
    <message>
        <source>{sent} of {n} page</source>
        <translation>{sent} מתוך עמוד אחד</translation>
    </message>
    <message>
        <source>{sent} of {n} page read</source>
        <translation>{sent} מתוך עמוד אחד נקראו</translation>
    </message>
    <message>
        <source>{sent} of {n} page sent</source>
        <translation>{sent} מתוך עמוד אחד נשלחו</translation>
    </message>
    <message>
        <source>{sent} of {n} pages</source>
        <translation>{sent} מתוך {n} עמודים</translation>
    </message>
    <message>
        <source>{sent} of {n} pages read</source>
        <translation>{sent} מתוך {n} עמודים נקראו</translation>
    </message>
    <message>
        <source>{sent} of {n} pages sent</source>
        <translation>{sent} מתוך {n} עמודים נשלחו</translation>
    </message>
</context>
</TS>
