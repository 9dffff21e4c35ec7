"""Owns the small words that tell languages of one script apart: the commonest in running text.

Each list holds what news in that language cannot do without, nouns and names left out. Languages
that nobody asked for stand here as well where they would else be taken for their neighbours.
"""

from __future__ import annotations

_LATIN = """
en the of and to in a that is was for on with as by at from be this are have has were it he his not
 but they which an or will would their been had its who said after more about when there than also
de der die und den von das mit sich des auf für ist im dem nicht ein eine als auch es an werden aus
 er hat dass sie nach wird bei einer um am sind noch wie einem über einen zum haben nur zur oder vor
fr de le la les des et en du une que dans qui pour est au sur par pas plus ce il avec sont aux se
 ses été ne cette ont mais comme leur elle son sa ou ces un nous était fait deux être aussi après
 entre
es de el la los las del que en y una por con para se su al como más fue es no un lo sus pero ha este
 entre desde sobre también o cuando ser son esta han hasta sin muy dos había está fueron según donde
it e il di che la della per un una del con non è sono le gli dei nel alla si ha da in al anche come
 più delle dal degli nella essere questo ma stato i lo ed su o alle tra dopo hanno ogni suo era sua
 loro
pt de que do da os em um para com uma não dos as por no mais na se foi ao das são como mas seu sua
 ou nos pela à pelo está também já entre ele ser foram até sobre após quando e o a isso segundo tem
nl de het een van en in is dat op te zijn met voor die niet aan er om ook als door bij naar uit werd
 wordt hij maar nog over heeft worden tot of was tegen ze hebben meer kan deze dan wel geen onder
sv och att det som en på är av för med den till inte om ett har var från de men han vid sig så under
 kan efter när skulle också eller där ut vi hade blev nu hon ska mot mellan år detta sedan över i
da og i at det er en til af på den for ikke der med de et som har var fra om men sig blev han ved
 efter også kan skal eller være nu over ud mod mellem hvor bliver havde år meget dette så sin
no og i det er en til av på den for ikke med de et som har var fra om men seg ble han ved etter også
 kan skal eller være nå over ut mot mellom hvor blir hadde år mye dette så sin at hun sier
nn og i det er ein til av på den for ikkje med dei eit som har var frå om men seg vart han ved etter
 også kan skal eller vere no over ut mot mellom kor blir hadde år mykje dette så sin at ho eg me
is og í að er á sem til við það um með ekki en hann fyrir var af frá hefur því eru þess ég þar voru
 eftir hafa eða þá verið svo upp sé hún ef þau yfir einn verður út sig
fi ja on ei että se oli ovat mutta kun hän myös sen joka jo kuin mukaan tai vain ole ollut olla jos
 niin sekä voi nyt ne tämä kuitenkin jälkeen hänen sitä mitä en vielä noin joita olisi jotka
et ja on ei et see kui oli ka mis ta aga oma või nii siis selle kes ning kuid pole juba nende seda
 olid olnud veel mida üks kõik välja pärast üle saab mitte poolt ole vaid enam
hu a az és hogy nem is egy volt meg de csak mint már ez ha még vagy el azt ezt van után szerint ki
 akkor azonban kell lehet minden nagyon pedig között lesz amely arra voltak lett ami aki sem fel
pl w i na z się do że nie jest o jak to po za od przez który dla ale są oraz przy tym był jego było
 może także została które co tylko przed już ich lub jako czy być ma tego jej został bez pod
cs a se v na že je s z do o to i ve pro jako jsou ale za by po si od byl jeho které který bylo až
 podle také jen nebo mezi při ze být před této když kde již která tak jejich není však pod
sk a sa v na že je s z do o to aj vo pre ako sú ale za by po si od bol jeho ktoré ktorý bolo až
 podľa tiež len alebo medzi pri zo byť pred tejto keď kde už ktorá tak ich nie však pod či
hr i u je se na da su za od s o to ne kao a koji iz će koja nije biti bio što te ili ali samo prije
 nakon još može bi tako sve po do bilo ima ga koje kako među dok prema tijekom također tko ovaj osim
 putem dodatno odnosno kod kroz uz koju kojem
sr i u je se na da su za od sa o to ne kao a koji iz će koja nije biti bio što šta te ili ali samo
 pre posle nakon s još može bi tako sve po do bilo ima ga koje kako među dok prema tokom takođe
sl in je v na se da za so ki po z pri tudi s ne bi pa ali iz o kot od bo še do več njegov ni bil
 lahko kar sem ter med pred ob nad pod bila bilo če ko vse zato samo smo katerih
ro și şi de în a la cu că pe din un nu o este sau mai care pentru au fost prin ca să se sunt al dar
 lui după ale între despre fi către dintre cel ar această era lor acest fiind cei când unei
lt ir į kad yra iš su bei už ne buvo kaip tai po apie jis nuo ar bet dar jau jo per pat arba savo ji
 ką tik metų kai prie tuo būti taip jų gali
lv un ir no ar par uz ka to kā arī bija tas pie lai kas pēc vai bet nav viņš līdz gan jau tikai tā
 gada vēl starp ja pret būs savu šī tika viņa kuri var nevar
tr ve bir bu da de için ile olarak olan çok daha en gibi kadar sonra ise ne o olduğu ancak var değil
 veya göre her tarafından oldu bile hem ya önce ki mi diye nasıl şekilde üzere
az və bir bu üçün ilə da də ki olan olaraq daha çox ən kimi sonra isə nə o olduğu ancaq var deyil
 görə hər tərəfindən oldu hətta həm ya əvvəl edir ola bilər
uz va bir bu uchun bilan ham da esa boʻlgan uning ular emas edi deb kerak yoki keyin har shu eng
 koʻra orqali haqida qilish boʻlib ushbu mumkin o‘z bo‘lgan bo'lgan qilgan
id yang dan di itu dengan untuk tidak ini dari dalam akan pada juga ke oleh karena ketika daripada
 sebagai telah ada adalah bisa atau saat kepada mereka sudah kata tersebut dia lebih secara bahwa
 hanya antara setelah
ms yang dan di itu dengan untuk tidak ini dari dalam akan pada juga ke oleh kerana sebagai telah ada
 adalah boleh atau ketika kepada mereka sudah kata tersebut beliau lebih secara bahawa hanya antara
 selepas ialah daripada tiada
tl ng sa ang na mga ay at si para ito ni kay hindi nang ko siya mo kanyang niya kung pa din rin
 isang ngunit o sila nila upang dahil bilang kaya pero may kanilang noong
vi và của là có được trong cho các một không với người này đã những để từ khi đến về như tại ra vào
 cũng trên sẽ theo nhiều phải sau năm hay nhưng thì bị việc đó làm ông
ca el la de i que els les un una per amb en del al es no més com ha seva als dels pel aquest aquesta
 són també va van però o entre sobre després fins hi si molt seu ser pels aquests on
gl o a de que e os as do da en un unha para con non por no na dos das máis se foi ao como pero polo
 pola tamén é son ou entre este esta desde moi seu súa está foron onde cando
oc lo la de e que los las un una per amb dins es pas del al mai sus dels aquò aqueste aquesta son
 tanben o entre coma se qui ont foguèt aver èsser sens
eu eta da ez du dira dute zen bat ere baina izan dela ziren zuen beste egin hau edo zuten arte bere
 oso den duen baino behar bezala izango gabe dago egiten dituzte ditu
sq dhe të në e për me një që nga se është i do nuk u më si ka kjo janë ky por edhe kanë tij ishte
 pas saj duke mund gjatë kur deri kështu nëse
mt il ta li u fil biex minn ma kien għal bil huwa dan tal f' din mill jew hija kif wara aktar għandu
ga an na agus ar a i go is bhí le sé níl ag tá do de nach leis mar ó chun seo sin atá ach nó gur ní
 sna raibh roimh idir aige chuig
gd an na agus air a tha gu ann le do nach cha e bha aig mar sin seo airson chan tro eile gach
cy y yn a i o yr ar mae i'r o'r ei eu wedi ac nid bod am at fel oedd gan gyda neu hyn ond hefyd bydd
 mewn cael rhaid nad iddo wrth
br ar an hag e da eus evit gant ha ur un zo ne ket a war pe en met ouzh dre eo eur
af die en van in is nie dat het wat vir 'n om te was op met sy hy deur ook by aan as na uit sal maar
 hulle of kan word haar nog daar so hierdie moet
sw ya na wa kwa ni katika la za cha kuwa hiyo huo alisema ambayo kama hii yake baada lakini pia watu
 hilo ili wakati au hata kutoka wao yao si
so oo iyo ka ku ee in la uu ah waa waxaa ay u ayaa kale isaga iyada laakiin waxay sida
ha da a na ya ta wani cewa shi kuma wanda ce ke mai su don sun wajen yi amma
yo ti ni ń àti sí tí náà ó fún kò bí wọ́n ọ̀ láti gbogbo pé ẹ ṣe
zu ukuthi futhi uma noma kodwa ngoba kanye lapho umuntu nje ngokuthi yakhe bonke
xh kunye ukuba okanye kwi ukuze kodwa xa ngu kufuneka lwe kule yakho ayikho
mg ny sy amin'ny ho fa dia izay tsy na ireo izany amin izy
la et in est non ad ut sed cum qui quae quod ex per si nec atque ab enim esse autem hoc sunt vel
 etiam ac eius nunc sit amet quam aut pro
eo la de kaj en estas al ne por kun ke mi el oni tiu ĝi sed estis kiu per sur pri ĉu aŭ nur plu jam
 inter ankaŭ ili
ku û ku di de ji bi li ev na ew jî bo ya wan dike hat wê ne yên her dikin hatiye
an d'o os as a lo que de ye en una ta con por mas u tamién iste ista no ha
ast el la de que y los les un una pa con nun se del al más ye como tamién esti esta pero ta na
fur il di e la al par che no un une dal des de cun lis tai ven o come
wa li les des di et on ene pol k' i n' est a do dins s' avou nén po ki sont
nds de dat un is nich to in von mit op en för sünd ok oder bi as kunn heff
lg nga mu ku ne okuva era ya bya oba eky'o okukola nti bwe kuba tekisobola
mi te ki ngā ko he i o ka e nei kua mō kāore rawa hoki
lb den an d' de vun fir mat ass dat och eng en huet op net gouf als si bei no hunn zu um
fy de it en fan in is dat op te foar mei net oan by ek as út nei waard hy mar
fo og í at er á sum til við tað um men hann fyri var av frá hevur teir ikki eftir
ht nan ki yo pou ak te li pa yon sou se ap nou moun gen men tout lè
"""
_CYRILLIC = """
ru и в не на что с по как это из к за от для его у о но же то был все при а так также еще она они
 году после только или которые было мы быть до их чтобы который если может более можно ее без
uk і в не на що з та до як це за від для його у про але й був при а так також ще вона вони року
 після або які було ми бути їх щоб який якщо може більше зі під є цього чи без можна
bg и в не на че с по от за да се като това са но към във който е до при а така също още тя те след
 или които беше бъде им ако може повече през без има със му би ще която
mk и во не на дека со по од за да се како ова но кон кој е до при а така исто уште таа тие или кои
 беше биде ако може повеќе преку без има му би ќе која што го ги
sr и у је се на да су за од са о то не као а који из ће која није бити био што те или али само пре
 после још може би тако све по до било има га које како међу док према током такође
be і ў не на што з па як гэта да за ад для яго у пра але ж быў пры а так таксама яшчэ яна яны года
 пасля або якія было мы быць іх каб які калі можа больш без ці
kk және бұл мен да үшін бір деп болып осы бойынша туралы екі кейін ол оның емес бар қажет бірақ
 болды бас немесе жоқ керек болған мүмкін еді
ky жана бул менен да үчүн бир деп болуп ушул боюнча тууралуу эки кийин ал анын эмес бар керек бирок
 болду же жок болгон мүмкүн эле
mn ба энэ нь юм бол байна гэж нэг тэр байгаа болон улсын дээр хийх байв өөрийн онд их гэсэн монгол
 үгүй эсвэл уу хэрэв
tg ва дар ба аз ки ин бо барои мекунад буд он аст шуд ҳам дигар то онҳо якум
tt һәм бу белән өчен дә бер дип булган ул аның түгел бар кирәк ләкин булды яки юк соң
"""
_ARABIC = """
ar في من على إلى أن التي الذي عن مع هذا كان ما لا بعد كما قد هذه بين أو وقال خلال لم كل ذلك قال كانت
 وفي حيث غير عند ولا لكن
fa و در به از که این را با است برای آن یک می شد خود تا بر کرد هم شده نیز ها گفت اما باید بود شود های
 کند پس ایران نمی
ur کے میں کی ہے اور سے کا کہ کو نے پر ہیں کر یہ تھا ایک بھی گیا اس ان لیے نہیں جو وہ ہو کیا تھے
ps د په او چې کې له دا ته شوی سره نه یې وي دي کړي هم یو کړل پر باید
ckb لە و بە بۆ کە ئەو لەگەڵ ئەم کرد بوو دەکات هەر یەک کرا ناو دوای هەیە
ug بىلەن بۇ ۋە ئۇ بىر بولۇپ ئۈچۈن قىلىش بار كېرەك ئەمەس بولغان ياكى يوق
sd ۾ جي جو آهي ۽ کي جا کان سان ته نه هن لاء تي ڪري
"""
_HEBREW = """
he של את על לא זה או הוא אל כי עם היא גם כל יש אם כך בין אחרי עד מה כדי היה אשר אך זו הם
yi און די איז פון דער אין צו נישט אַז דאָס מיט ווי פֿון צי אויך נאָך האָבן האָט ער מען קען
"""
_DEVANAGARI = """
hi के में की है को और से का ने पर हैं कि यह था एक भी गया इस लिए नहीं कर जो हो तो किया या करने
mr आणि आहे या च्या व ते हे की नाही असे तर होते करण्यात केले त्या येथे एक यांनी आहेत मध्ये साठी किंवा
ne र मा को का छ ले लाई पनि गर्न यो हो भएको गरेको छन् तथा एक नेपाल थियो गर्ने गरी भने वा हुन तर
mai आ सँ केँ छै अछि लेल नहि ई केर मे पर जे एकटा कएल ओ
sa च न एव इति सः तु अपि तत् यत् वा अस्य
"""
_BENGALI = """
bn এবং এই ও করে থেকে হয় না তার একটি জন্য করা সঙ্গে হয়েছে যে কিন্তু তিনি করতে আর বা এর
as আৰু এই কৰা পৰা হয় নহয় তেওঁ এটা বাবে কৰিব লগত যে কিন্তু বা হৈছে পাৰি
"""
_ETHIOPIC = """
am እና ላይ ነው ውስጥ ወደ በ ከ የ እንደ ነበር ግን ሁሉ ሲሆን ይህ
ti ናይ ኣብ እዩ ካብ ን እቲ ከም ግን ኩሉ ምስ ናብ እዚ
"""


def _table(lists: str) -> dict[str, tuple[str, ...]]:
    """Each word and the languages that have it."""
    languages: dict[str, dict[str, None]] = {}
    code = ""
    for line in lists.strip().splitlines():
        first, *words = line.split()
        code, words = (code, [first, *words]) if line[0] == " " else (first, words)
        for word in words:
            languages.setdefault(word, {})[code] = None
    return {word: tuple(codes) for word, codes in languages.items()}


STOP_WORDS = {
    "latin": _table(_LATIN),
    "cyrillic": _table(_CYRILLIC),
    "arabic": _table(_ARABIC),
    "hebrew": _table(_HEBREW),
    "devanagari": _table(_DEVANAGARI),
    "bengali": _table(_BENGALI),
    "ethiopic": _table(_ETHIOPIC),
}
"""By script: each word, in small letters, and the languages that have it."""
