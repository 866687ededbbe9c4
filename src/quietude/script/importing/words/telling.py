"""Words that tell speech from the rest of a page, by concept: one row a language.

``listener`` speaks to somebody; ``invites`` begins a request to them; ``felt`` names what a listener
senses; ``self`` is the speaker; ``linking`` are small verbs. ``others`` are people that a script is
read to or by; ``paper`` is about documents and rights, ``place`` about institutions, ``studio``
about recording, ``lesson`` about teaching, ``web`` about pages and channels, ``writer`` is what
writers tell of their texts, ``manner`` how to speak, ``kin`` kinds of texts and exercises. A word
that ends in "*" stands for all that begin so; those of languages without spaces are found anywhere.
To add a language, add a row.
"""

from __future__ import annotations

WORDS: dict[str, dict[str, str]] = {
    "en": {
        "writer": "wrote write written writing reading read print printed link share feedback questions question edit hope hopes helps promised attached posted lurker script recording email mail credited credit version draft suggestions wishes regards cheers volunteers",
        "listener": "you you're you’re you'll you’ll you've you’ve you'd your yours yourself yourselves let's let’s",
        "invites": "let allow notice feel breathe bring take imagine picture see hear listen rest sit lie find "
        "close open relax soften release become return begin start inhale exhale hold place put move turn "
        "come look count think remember say ask give welcome thank welcome good hello hi now and when if as just "
        "with perhaps maybe there here this it stay squeeze press lift raise tense clench drop lower shake stretch "
        "wiggle wriggle roll tilt walk stand step lean float sink drift settle choose pick invite offer repeat "
        "keep slowly gently softly again once in out continue send thank scan draw explore sense gather wait",
        "felt": "breath* body feet foot toes hand hands finger* arm arms leg legs shoulder* face jaw eyes chest "
        "belly heart skin neck spine forehead tongue warm* cool* heavy heaviness soft* light gentl* quiet* calm* "
        "safe peace* tense tension ease weight floor chair ground sky sea water river wave* tree* garden wind "
        "sun moon star* cloud* leaf leaves rain path forest meadow beach sand colour* color* sound* smell* taste* "
        "thought* feeling* mind moment night sleep dream* day air mouth nose lungs muscles",
        "self": "i i'm i’m i'll i’ll i'd me my we we're we’re we'll we’ll us our",
        "others": "client* patient* participant* student* pupil* child children* group* class listener* people "
        "service users user* audience learner* staff nurse* nursing therapist* clinician* counsellor* counselor* "
        "facilitator* teacher* instructor* practitioner* leader* reader* narrator* hypnotist* hypnotherapist* parent* carer* "
        "caregiver* supervisor* trainer* coach* physician* doctor subject* members attendees team",
        "paper": "copyright* permission* reprint* adapted reproduc* rights reserved licen* version* revis* review* page* p "
        "pp leaflet* brochure form* no ref reference* journal vol edition isbn author* editor publish* source* "
        "printed photocop* disclaimer* liability confidential draft owner appendix figure table footnote* "
        "chapter document* file* copy copies updated edit* approved issue* date* january february march april june july "
        "august september october november december bibliograph* substitute medical advice use professional*",
        "place": "hospital* clinic* university college school* department* dept centre center service* trust "
        "ward* unit* institute* foundation* association* society health* nhs tel telephone phone ext fax email "
        "room street road building level floor* office* library contact call helpline emergency appointment* "
        "monday tuesday wednesday thursday friday saturday sunday mon fri am pm ltd inc llc",
        "studio": "record* music track* mix* db lufs microphone mic fade* reverb eq audio volume bed "
        "ambien* sfx bgm bpm theme cue* tempo edit* studio produc* voice* voice-over vo narrat* engineer* gap* ms wav mp3 "
        "export* master* loop* stereo mono crossfade* pad* drone* underscore jingle host* intro outro int ext scene*",
        "lesson": "objective* aim* goal* purpose material* equipment* homework discuss* debrief* lesson* grade* year "
        "age ages level* duration length time* minutes min mins step* part* section* worksheet* activity activities "
        "standard* outcome* extension* assessment* learning notes note tip* prepar* before after setup resources "
        "question* variation* adaptation* contraindication* caution* risk* assess* document* monitor* observe* session* supplies prop props",
        "web": "subscrib* channel* view* comment* newsletter* patreon link* download* podcast* episode* like follow* "
        "share* repl* upvote* post* posted reddit youtube playlist* click* website* http* www app blog member* "
        "login menu search cookie* privacy facebook instagram twitter spotify sponsor* advert* ad shop cart categor* tag* tagged "
        "related read more timestamps transcript* caption* advertisement sign register print home reactions",
        "manner": "slow slowly soft softly quietly aloud tone pace voice rhythm read reading speak speaking pause* "
        "pausing silence seconds second sec reader calm monotone whisper* emphasis",
        "kin": "script* exercise* meditation* visuali* imagery relaxation handout* recording* induction* text "
        "transcript* session* protocol* practice* instruction* technique* guide* programme program series module week unit",
        "linking": "is are was were be been has have had will would can could may might must should do does did "
        "don't don’t it's it’s that's that’s there's isn't can't won't let goes comes",
    },
    "de": {
        "writer": "geschrieben schreib* vorlesen lesen drucken link teilen rückmeldung fragen frage bearbeit* hoffe hilft versprochen anbei bitte skript text aufnahme aufnehmen mail version änderung* entwurf grüße gruß gruppe verwend* kommentar*",
        "listener": "du dich dir dein deine deinem deinen deiner deines euch euer eure eurem euren ihr sie ihnen ihre "
        "ihrem ihren ihrer",
        "invites": "lass lassen lasst spür* atme atmen atmet nimm nehmen nehmt stell stellen leg legen setz setzen schließ* "
        "öffne* fühl* komm kommen schau* hör* geh gehen richte* bring* erlaub* achte* bleib* beobachte* zähl* denk* sag* "
        "und jetzt nun wenn vielleicht dann hier da es ball* halt* drück* heb* senk* beweg* streck* wackel* dehn* bemerk* "
        "lenk* wander* begrüß* danke willkommen guten hallo mit mach* gib gebt such* finde* lehn* steh* vielleicht",
        "felt": "atem* körper* fuß füße hand hände finger arm arme bein* schulter* gesicht kiefer augen brust bauch herz* "
        "haut nacken warm* kühl* schwer* weich* leicht* ruhig* sicher* boden stuhl himmel meer wasser fluss welle* baum "
        "garten wind sonne mond stern* wolke* blatt blätter regen weg wald wiese strand sand farbe* geräusch* gedanke* "
        "gefühl* nacht schlaf* luft nase mund",
        "self": "ich mich mir mein* wir uns unser*",
        "others": "klient* patient* teilnehm* schüler* kind kinder* gruppe* klasse zuhör* hörer* personal pflege* therapeut* "
        "anleit* leit* lehrkraft lehrer* trainer* übungsleit* sprecher* vorles* fachkräfte fachkraft eltern betroffene* person* hypnotiseur*",
        "paper": "copyright urheber* genehmigung rechte vorbehalten lizenz* version* fassung stand seite* blatt formular* "
        "quelle* literatur autor* verlag* auflage isbn gedruckt kopier* vervielfältig* haftung* vertraulich entwurf "
        "anhang abbildung tabelle datum nr januar februar märz april juni juli august september oktober november "
        "dezember verwendung nutzung bearbeit* überarbeitet nachdruck weitergabe arzt ersetzt behandlung gebrauch",
        "place": "klinik* krankenhaus klinikum universität* hochschule schule* abteilung* zentrum praxis station* "
        "institut* verein* gesellschaft gmbh tel telefon fax mail raum straße haus büro kontakt termin* uhr "
        "montag dienstag mittwoch donnerstag freitag samstag sonntag volkshochschule vhs kurs* notfall",
        "studio": "aufnahme* aufnehmen musik* spur mischung db mikrofon* ein- ausblenden klang* bett lautstärke* schnitt "
        "studio* produktion* stimme* sprecher* regie* atmo geräusche intro outro hall tempo",
        "lesson": "ziel* zweck material* hausaufgabe* besprech* nachbesprech* reflexion* lerneinheit unterricht* alter dauer "
        "länge zeit* minuten min teil schritt* abschnitt arbeitsblatt hinweis* tipp* vorbereitung* vorab danach frage* "
        "variante* kontraindikation* dokument* austausch ablauf einheit benötigt*",
        "web": "abonnier* kanal aufrufe kommentar* newsletter link* download* podcast folge* like teilen antwort* beitrag "
        "youtube klick* webseite website www http* blog anmeld* menü suche cookie* datenschutz facebook instagram kapitel "
        "timestamps shownotes spenden unterstütz*",
        "manner": "langsam ruhig* leise sanft* laut tempo stimme ton vorlesen lesen lies sprechen sprich pause* stille "
        "sekunden",
        "kin": "skript* übung* meditation* traumreise fantasiereise phantasiereise entspannung* text anleitung* "
        "transkript* sitzung* protokoll imagination* körperreise programm modul woche bodyscan",
        "linking": "ist sind war waren wird werden hat haben kann können darf dürfen muss müssen soll sollte mag möchte",
    },
    "fr": {
        "writer": "écrit écrire lire lecture imprim* lien partag* retour* question* espère aide promis joint pièce svp texte script enregistr* mail version modif* brouillon cordialement groupe utilis* commentaire*",
        "listener": "tu te toi ton ta tes vous votre vos",
        "invites": "laisse* sen* respir* prend* prenez remarqu* observ* imagin* ferm* ouvr* pos* porte* écout* regard* install* assey* "
        "allong* bouge* étir* reven* inspir* expir* relâch* serr* détend* amen* ramen* compt* pens* dites dis accueill* et maintenant "
        "quand si peut-être puis ici il doucement bonjour bonsoir merci bienvenue avec à lev* march* tenez tourn* gard* rest* "
        "autoris* goût* offr* contract*",
        "felt": "souffle* respiration corps pied* main* doigt* bras jambe* épaule* visage mâchoire yeux poitrine ventre cœur "
        "peau nuque chaud* chaleur frais* lourd* doux douce* léger* calme* sol chaise ciel mer eau rivière vague* arbre* jardin vent "
        "soleil lune étoile* nuage* feuille* pluie chemin forêt plage sable couleur* bruit* pensée* sensation* nuit sommeil air nez bouche",
        "self": "je j' moi mon ma mes nous notre nos on",
        "others": "patient* patiente* participant* élève* enfant* groupe* classe auditeur* lecteur* lectrice personnel soignant* "
        "infirmi* thérapeute* praticien* animat* enseignant* professeur* formateur* parent* personne* client* sujet stagiaire* ils elles leur",
        "paper": "copyright permission autorisation adapté reprodu* droits réservés licence version révision page* feuillet fiche* n° réf "
        "référence* revue édition isbn auteur* éditeur source* imprimé photocop* responsabilité confidentiel brouillon annexe "
        "tableau date* janvier février mars avril juin juillet août septembre octobre novembre décembre usage diffusion mise jour médical avis remplace* "
        "interdite",
        "place": "hôpital* hospitalier clinique* université* école* service* centre unité* institut* association* tél téléphone poste mail "
        "salle rue bâtiment niveau bureau contact urgence* rendez-vous lundi mardi mercredi jeudi vendredi samedi dimanche cabinet chu département",
        "studio": "enregistr* musique* piste mixage db micro fondu réverb* volume ambiance bruitage studio production voix générique "
        "habillage prise montage",
        "lesson": "objectif* but matériel devoir* discussion* échange* partage leçon* niveau âge durée longueur temps minutes min étape* partie "
        "section activité* consigne* note* conseil* préparation avant après question* variante* contre-indication* séance* "
        "évaluation bilan",
        "web": "abonn* chaîne vues commentaire* newsletter lien* télécharg* podcast épisode* j'aime partag* répon* publié youtube cliqu* "
        "site www http* blog inscri* menu recherche cookie* confidentialité facebook instagram chapitres transcription",
        "manner": "lentement doucement calme voix ton rythme lire lisez parler débit pause* silence secondes haute",
        "kin": "script* exercice* méditation* visualisation relaxation texte séance* protocole pratique* consigne* programme module "
        "semaine sophrologie",
        "linking": "est sont était sera a ont peut peuvent doit doivent va vont n'est c'est fait faut",
    },
    "es": {
        "writer": "escribí escrito escribir leer lectura imprim* enlace compart* pregunta* espero ayuda prometido adjunt* favor texto guion guión graba* correo versión cambios borrador saludos grupo comentario*",
        "listener": "tú tu tus te ti contigo usted su sus le ustedes vosotros vuestro* os",
        "invites": "deja* siente* nota* respira* toma* tome* imagina* cierra* cierre* abre* abra* lleva* lleve* escucha* mira* mire* siéntate "
        "siéntese acomod* túmbate póng* pon inspira* exhal* inhal* suelta* afloj* aprieta* relaja* mueve* mueva* vuelve* vuelva* cuenta* piensa* "
        "piense* di diga permite* permit* observa* y ahora cuando si quizá quizás luego aquí hay hola buenas gracias bienvenid* con sonríe* levant* "
        "estira* regres* repite* descansa* poco",
        "felt": "respiración aire cuerpo pie* mano* dedo* brazo* pierna* hombro* cara mandíbula ojos pecho vientre corazón piel "
        "calor cálid* fresc* pesad* suave* liger* tranquil* calma suelo silla cielo mar agua río ola* árbol* jardín viento sol luna "
        "estrella* nube* hoja* lluvia camino bosque playa arena color* sonido* pensamiento* sensación noche sueño nariz boca",
        "self": "yo me mi mis nosotros nos nuestro* soy estamos",
        "others": "paciente* participante* alumn* estudiante* niñ* grupo* clase oyente* lector* personal enfermer* terapeuta* profesional* "
        "facilitador* docente* profesor* maestr* padres cliente* persona* usuario* instructor* quien lee ellos",
        "paper": "copyright permiso autorización adaptad* reprodu* derechos reservados licencia versión revis* página* hoja* folleto* ficha n.º ref "
        "referencia* revista edición isbn autor* editorial fuente* impres* fotocop* responsabilidad confidencial borrador anexo tabla fecha* "
        "enero febrero marzo abril junio julio agosto septiembre octubre noviembre diciembre uso médic* sustituye prohibid* elaborado",
        "place": "hospital* clínica* universidad* escuela* colegio servicio* centro unidad* instituto* asociación tel teléfono correo sala calle "
        "edificio planta oficina contacto urgencia* cita* lunes martes miércoles jueves viernes sábado domingo departamento comarcal",
        "studio": "graba* música* pista mezcla db micrófono* fundido reverb* volumen ambiente efecto* estudio producción voz locutor* sintonía toma montaje",
        "lesson": "objetivo* propósito material* tarea* debate* lección curso nivel edad duración longitud tiempo minutos min paso* parte sección "
        "actividad* indicacion* nota* consejo* preparación antes después pregunta* variacion* contraindicacion* sesión sesiones "
        "evaluación dinámica",
        "web": "suscrib* canal vistas visualizaciones comentario* boletín enlace* descarga* podcast episodio* compart* respond* publicado youtube "
        "clic* página sitio www http* blog menú buscar cookie* privacidad facebook instagram capítulos transcripción campanita",
        "manner": "despacio lentamente suave voz tono ritmo leer lea hable hablar pausa* silencio segundos alta tranquila",
        "kin": "guion guión ejercicio* meditación* visualización relajación texto sesión protocolo práctica* instrucción* programa módulo semana",
        "linking": "es son está están era será hay ha han puede pueden debe va van tiene hace haz",
    },
    "pt": {
        "writer": "escrevi escrito escrever ler leitura imprim* link compartilh* pergunta* espero ajude prometido anexo favor texto roteiro grava* e-mail versão mudança* rascunho abraços grupo comentário*",
        "listener": "você vocês te ti teu tua teus tuas seu sua seus suas lhe contigo",
        "invites": "deixe* deixa sinta* sente* perceba* note* respire* inspire* expire* tome imagine* feche* abra* leve* escute* olhe* acomode* "
        "deite* relaxe* solte* aperte* mova* mexa* volte* conte* pense* diga* permita* observe* e agora quando se talvez depois aqui há olá oi bem "
        "obrigad* com traga* coloque* repita* passe* encontre* levante* estique* fique* caminhe* tire* aos",
        "felt": "respiração ar corpo pé pés mão mãos dedo* braço* perna* ombro* rosto queixo olhos peito barriga coração pele calor quente* fresc* "
        "pesad* suave* leve* calm* chão cadeira céu mar água rio onda* árvore* jardim vento sol lua estrela* nuvem nuvens folha* chuva caminho "
        "floresta praia areia cor cores som sons pensamento* sensação noite sono nariz boca",
        "self": "eu me meu minha nós nos nosso* nossa*",
        "others": "paciente* participante* alun* estudante* criança* grupo* turma ouvinte* leitor* equipe enfermeir* terapeuta* profissional* "
        "facilitador* professor* pais cliente* pessoa* usuário* instrutor* psicólog* psic eles",
        "paper": "copyright permissão autorização adaptad* reprodu* direitos reservados licença versão revis* página* folha folheto ficha nº ref "
        "referência* revista edição isbn autor* editora fonte* impress* fotocóp* responsabilidade confidencial rascunho anexo tabela data* "
        "janeiro fevereiro março abril junho julho agosto setembro outubro novembro dezembro uso exclusivo médic* substitui proibid* crp observações",
        "place": "hospital* clínica* universidade* escola* serviço* centro unidade* instituto* associação tel telefone e-mail sala rua prédio andar "
        "consultório contato urgência* emergência consulta* segunda terça quarta quinta sexta sábado domingo departamento secretaria",
        "studio": "grava* música* faixa mixagem db microfone* fade reverb* volume ambiente efeito* estúdio produção voz locut* vinheta trilha montagem",
        "lesson": "objetivo* propósito material* tarefa* discuss* lição aula nível idade duração comprimento tempo minutos min passo* parte seção "
        "atividade* orientaç* nota* dica* preparação antes após pergunta* variaç* contraindicaç* sessão sessões avaliação roda",
        "web": "inscreva* canal visualizações comentário* newsletter link* baixe download podcast episódio* compartilh* respond* publicado youtube "
        "clique* site www http* blog menu buscar cookie* privacidade facebook instagram capítulos transcrição sininho ative",
        "manner": "devagar lentamente suave voz tom ritmo ler leia leitura fale falar pausa* silêncio segundos alta calma",
        "kin": "roteiro exercício* meditaç* visualização relaxamento texto sessão protocolo prática* instruç* programa módulo semana",
        "linking": "é são está estão era será há tem têm pode podem deve vai vão faz foi",
    },
    "it": {
        "writer": "scritto scrivere leggere lettura stampa* link condivi* domand* spero aiuti promesso allegat* favore testo copione registra* mail versione modific* bozza saluti gruppo comment*",
        "listener": "tu te ti tuo tua tuoi tue voi vi vostro vostra vostri lei suo sua suoi sue",
        "invites": "lascia* senti* sentite sente nota* notate respira* inspira* espira* prendi* prenda* prendete immagina* chiudi* chiuda* chiudete apri* apra* "
        "porta* porti ascolta* ascolti guarda* guardi siediti sieda* sdraia* distend* rilass* rilascia* stringi* muovi* muova* muovete torna* torni "
        "conta* pensa* pensi* di' dica permetti* osserva* osservi e adesso ora quando se forse poi qui c'è ciao buona* grazie benvenut* con "
        "appoggia* appoggi metti* metta* si resta* resti piano",
        "felt": "respiro respiri aria corpo piede piedi mano mani dita braccia braccio gambe spalle viso mascella occhi petto pancia cuore pelle "
        "calore caldo calda fresc* pesant* morbid* legger* calm* pavimento sedia cielo mare acqua fiume onda onde albero alberi giardino vento sole "
        "luna stelle nuvol* foglia foglie pioggia sentiero bosco spiaggia sabbia color* suono suoni pensier* sensazion* notte sonno naso bocca",
        "self": "io me mi mio mia noi ci nostro",
        "others": "paziente pazienti partecipant* alliev* studenti bambin* gruppo* classe ascoltator* lettore personale infermier* terapeuta* operator* "
        "conduttor* facilitator* insegnante* docent* genitori client* person* utent* istruttor* loro chi legge",
        "paper": "copyright permesso autorizzazione adattat* riprodu* diritti riservati licenza versione revision* pagina pag foglio scheda n. rif "
        "riferiment* rivista edizione isbn autor* editore font* stampat* fotocop* responsabilità riservato bozza allegato tabella data* mod rev "
        "gennaio febbraio marzo aprile giugno luglio agosto settembre ottobre novembre dicembre uso medic* sostituisce vietat*",
        "place": "ospedal* azienda clinica università scuola servizio* centro unità reparto istituto associazione tel telefono e-mail sala via "
        "edificio piano ufficio contatt* urgenz* emergenza bisogno appuntament* lunedì martedì mercoledì giovedì venerdì sabato domenica dipartimento asl",
        "studio": "registra* musica* traccia mix db microfon* dissolvenza riverbero volume sottofondo effett* studio produzione voce sigla montaggio",
        "lesson": "obiettiv* scopo material* occorrente compit* discussion* condivision* lezione livello età durata lunghezza tempo minuti min passo parte "
        "sezione attività indicazion* nota note consigl* preparazione prima dopo domand* variant* controindicazion* seduta valutazione",
        "web": "iscriv* canale visualizzazioni comment* newsletter link scarica* podcast episodio* condivi* rispond* pubblicato youtube clicca* sito www "
        "http* blog menu cerca cookie privacy facebook instagram capitoli trascrizione",
        "manner": "lentamente piano voce tono ritmo leggere leggi legga parlare pausa pause silenzio secondi bassa fretta calma",
        "kin": "copione esercizi* meditazion* visualizzazion* rilassamento testo sessione protocollo pratica* istruzion* programma modulo settimana",
        "linking": "è sono era sarà ha hanno può possono deve va vanno fa c'è viene",
    },
    "nl": {
        "writer": "geschreven schrijf lezen voorlezen print* link deel delen vraag vragen hoop helpt beloofd bijlage graag tekst script opname opnemen mail versie wijziging* concept groet* groep gebruik* reactie*",
        "listener": "je jij jou jouw jullie u uw jezelf",
        "invites": "laat voel adem neem merk stel sluit open breng luister kijk ga ontspan span beweeg kom tel denk zeg sta leg zet zit lig en nu als "
        "misschien dan hier er goed hallo welkom dank rek draai hou houd volg blijf loop leun zoek wees geef haal met knijp til",
        "felt": "adem* lichaam voet voeten hand handen vinger* arm armen been benen schouder* gezicht kaak ogen borst buik hart huid nek warm* koel* "
        "zwaar zwaarte zacht* licht* rustig* veilig* grond stoel hemel lucht zee water rivier golf golven boom bomen tuin wind zon maan ster sterren wolk* "
        "blad blaadjes regen pad bos strand zand kleur* geluid* gedachte* gevoel nacht slaap neus mond",
        "self": "ik mij me mijn wij we ons onze",
        "others": "cliënt* patiënt* deelnemer* leerling* kind kinderen groep* klas luisteraar* lezer* personeel verpleegkundig* therapeut* begeleid* "
        "leerkracht* juf meester docent* trainer* ouders persoon mensen psycholoog gz-psycholoog ze hun",
        "paper": "copyright toestemming bewerkt overgenomen rechten voorbehouden licentie versie herzien* pagina blz folder formulier nr ref bron* literatuur "
        "tijdschrift uitgave isbn auteur* uitgever* gedrukt kopiër* aansprakelijk* vertrouwelijk concept bijlage tabel datum januari februari maart april "
        "juni juli augustus september oktober november december gebruik* medisch* vervang* materiaal vrij",
        "place": "ziekenhuis* kliniek universiteit school* afdeling* centrum praktijk dienst instituut vereniging tel telefoon e-mail zaal straat gebouw "
        "etage kantoor contact spoed* afspra* uur maandag dinsdag woensdag donderdag vrijdag zaterdag zondag ggz",
        "studio": "opname* opnemen muziek* spoor mix db microfoon* fade galm volume achtergrond geluidseffect* studio productie stem* intro outro montage",
        "lesson": "doel* materiaal benodigd* nodig huiswerk bespreking* nabespreking* les niveau leeftijd duur lengte tijd minuten min stap deel onderdeel "
        "activiteit* aanwijzing* notitie* opmerking* tip* voorbereiding vooraf na vraag vragen variatie* contra-indicatie* sessie evaluatie oefen",
        "web": "abonneer* kanaal weergaven reactie* nieuwsbrief link* download* podcast aflevering* deel antwoord* geplaatst youtube klik* website www http* "
        "blog menu zoeken cookie* privacy facebook instagram hoofdstukken transcript*",
        "manner": "langzaam rustig zacht hardop tempo stem toon lees lezen voorlezen spreek pauze* stil stilte seconden",
        "kin": "script* oefening* meditatie* visualisatie ontspanning* tekst sessie protocol instructie* programma module week rustmoment",
        "linking": "is zijn was waren wordt heeft hebben kan kunnen mag moet mogen zal gaat komt",
    },
    "ja": {
        "writer": "書きました 書いた 原稿 読む 印刷 リンク 共有 質問 ご感想 メール 添付 使って よろしく 台本",
        "listener": "あなた ください ましょう ませんか でしょうか ですか ますか かまいません いいです 大丈夫",
        "invites": "感じ 息を 吸 吐 目を 体を 力を ゆっくり そっと では さあ いま そして もし ゆだね 想像 思い浮かべ 意識 味わ おやすみ ありがとう こんばんは こんにちは",
        "felt": "息 体 足 手 指 腕 肩 顔 目 胸 お腹 背中 心 肌 首 あたたか 涼し 重 軽 やわらか 静か 床 空 海 水 川 波 木 庭 風 太陽 月 星 雲 葉 雨 道 森 砂 色 音 香り におい 夜 眠",
        "self": "わたし 私 ぼく",
        "others": "患者 参加者 受講者 生徒 児童 子ども 利用者 クライエント クライアント 看護師 セラピスト 読み手 聞き手 ナレーター 先生 指導者 スタッフ 対象者 保護者",
        "paper": "著作権 転載 複製 禁止 無断 許可 版 改訂 頁 ページ 作成 出典 参考 文献 資料 配布 著者 監修 発行 免責 月作成 年 ※ 編",
        "place": "病院 医院 クリニック 大学 学校 センター 部 科 課 協会 株式会社 電話 内線 受付 相談 連絡 お問い合わせ",
        "studio": "音楽 録音 収録 ＢＧＭ BGM 効果音 マイク 音量 フェード ミックス 編集 制作 ナレーション 声 ジングル",
        "lesson": "目的 ねらい 準備 用意 対象 所要時間 時間 注意 ポイント 振り返り 話し合い 質問 宿題 教材 手順 分）",
        "web": "登録 チャンネル 再生 コメント 概要欄 高評価 リンク ダウンロード 配信 ポッドキャスト 第 回「 フォロー シェア http www 公式",
        "manner": "読んで 読み 声で 口調 間を 間合い 速度 トーン 秒",
        "kin": "台本 スクリプト 練習 瞑想 リラクセーション 誘導 ワーク 原稿 プログラム 本文",
        "linking": "です ます ました ません でした",
    },
    "zh": {
        "writer": "写了 写的 稿 读 打印 链接 分享 问题 邮件 附件 使用 希望对 谢谢大家 反馈",
        "listener": "你 您 请 我们 吧 让",
        "invites": "感觉 感受 吸气 呼气 吸一口 呼一口 呼吸 现在 慢慢 轻轻 想象 让 把 闭上 睁开 放松 听 看 留意 注意到 如果 当 也许 然后 晚安 谢谢 欢迎 继续",
        "felt": "呼吸 身体 脚 手 指 胳膊 腿 肩 脸 眼 胸 肚子 心 皮肤 温暖 凉 重 轻 柔软 安静 地面 天空 海 水 河 波 树 花园 风 太阳 月 星 云 叶 雨 路 森林 沙 颜色 声音 味道 夜 睡",
        "self": "我",
        "others": "患者 病人 来访者 参与者 学员 学生 儿童 同学们 护士 治疗师 咨询师 教师 老师 朗读者 引导者 家长 听众 主持",
        "paper": "版权 转载 复制 禁止 许可 授权 版本 修订 页 制作 出处 参考 文献 资料 作者 编 出版 免责 第1页 仅供 年",
        "place": "医院 诊所 大学 学校 中心 科 部门 协会 公司 电话 分机 联系 咨询 预约",
        "studio": "音乐 录音 录制 音效 麦克风 音量 淡入 淡出 混音 剪辑 制作 旁白 背景音",
        "lesson": "目的 目标 准备 材料 对象 时长 时间 注意事项 提示 讨论 提问 作业 教具 步骤 适合 分钟）",
        "web": "订阅 频道 播放 评论 点赞 链接 下载 播客 期 关注 分享 http www 公众号",
        "manner": "朗读 语速 语气 声音要 停顿 秒 轻声",
        "kin": "脚本 引导词 练习 冥想 放松练习 文稿 音频 课程 正文",
        "linking": "是 有 在 会 可以 了 着",
    },
    "hi": {
        "writer": "लिखा लिखी पढ़ना पढ़ते प्रिंट लिंक साझा सवाल ईमेल संलग्न उपयोग आशा",
        "listener": "आप आपका आपकी आपके आपको अपने अपनी अपना तुम तुम्हारा तुम्हारे",
        "invites": "कीजिए करें करिए लीजिए लें दीजिए दें छोड़िए छोड़ दीजिए लाइए देखिए सुनिए महसूस साँस सांस अब और धीरे जब अगर शायद फिर बस बैठिए लेट जाइए रहिए "
        "आने जाने नमस्ते धन्यवाद कल्पना",
        "felt": "साँस सांस शरीर पैर पैरों हाथ हाथों उँगलियाँ बाँह टाँग कंधे कंधों चेहरा आँखें आँखों छाती पेट दिल त्वचा गर्म ठंडक ठंडी भारी हल्का हल्की शांत शांति ज़मीन "
        "आसमान समुद्र पानी नदी लहर पेड़ बगीचा हवा सूरज चाँद तारा तारे बादल पत्ता बारिश रास्ता जंगल रंग आवाज़ विचार रात नींद मन",
        "self": "मैं मेरा हम हमारा मुझे",
        "others": "रोगी रोगियों मरीज़ मरीज प्रतिभागी प्रतिभागियों छात्र छात्रों बच्चे बच्चों समूह कक्षा श्रोता पाठक नर्स चिकित्सक परामर्शदाता शिक्षक प्रशिक्षक वाले",
        "paper": "कॉपीराइट अनुमति सर्वाधिकार सुरक्षित संस्करण पृष्ठ स्रोत संदर्भ लेखक प्रकाशक अस्वीकरण उपयोग केवल निजी दिनांक जनवरी फ़रवरी मार्च अप्रैल",
        "place": "अस्पताल क्लिनिक विश्वविद्यालय विद्यालय विभाग केंद्र संस्थान दूरभाष फ़ोन फोन संपर्क आपातकाल",
        "studio": "संगीत रिकॉर्डिंग ध्वनि माइक मिक्स स्टूडियो निर्माण",
        "lesson": "उद्देश्य लक्ष्य सामग्री अवधि समय मिनट चर्चा प्रश्न गृहकार्य पाठ आयु निर्देश नोट सुझाव तैयारी चरण भाग",
        "web": "सब्सक्राइब चैनल व्यूज़ टिप्पणी लिंक डाउनलोड पॉडकास्ट एपिसोड शेयर",
        "manner": "धीरे-धीरे स्वर आवाज़ गति पढ़ें पढ़ने पढ़िए विराम मौन सेकंड",
        "kin": "स्क्रिप्ट अभ्यास ध्यान विश्राम पाठ सत्र निर्देश कार्यक्रम",
        "linking": "है हैं था थी थे हो रहा रही रहे होता होती गया",
    },
}
