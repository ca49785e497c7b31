/** What is said when neither a model nor a handler supplies the words. */
export interface StockSentences {
  /** While something takes long. */
  readonly oneMoment: string;
  /** To a caller whose transfer was not answered. */
  readonly notReached: string;
  /** To a caller for whom there is no agent. */
  readonly notTaken: string;
}

/** By the language part of a BCP 47 code. */
const SENTENCES = {
  af: {
    oneMoment: 'Net ’n oomblik, asseblief.',
    notReached: 'Niemand kon bereik word nie. Bel asseblief later weer.',
    notTaken: 'Niemand kan nou u oproep neem nie. Totsiens.',
  },
  ar: {
    oneMoment: 'لحظة من فضلك.',
    notReached: 'لم نتمكن من الوصول إلى أحد. يرجى الاتصال مرة أخرى لاحقًا.',
    notTaken: 'لا يمكن لأحد الرد على مكالمتك الآن. إلى اللقاء.',
  },
  bg: {
    oneMoment: 'Един момент, моля.',
    notReached: 'Не успяхме да се свържем с никого. Моля, обадете се по-късно.',
    notTaken: 'В момента никой не може да приеме обаждането ви. Дочуване.',
  },
  ca: {
    oneMoment: 'Un moment, si us plau.',
    notReached: "No s'ha pogut contactar amb ningú. Si us plau, torni a trucar més tard.",
    notTaken: 'Ara mateix ningú no pot atendre la seva trucada. Adeu.',
  },
  cs: {
    oneMoment: 'Okamžik, prosím.',
    notReached: 'Nikdo nebyl zastižen. Zavolejte prosím později.',
    notTaken: 'Váš hovor teď nemůže nikdo přijmout. Na shledanou.',
  },
  cy: {
    oneMoment: 'Un eiliad, os gwelwch yn dda.',
    notReached: 'Nid oedd modd cael gafael ar neb. Ffoniwch eto yn nes ymlaen.',
    notTaken: 'Ni all neb gymryd eich galwad ar hyn o bryd. Hwyl fawr.',
  },
  da: {
    oneMoment: 'Et øjeblik.',
    notReached: 'Ingen kunne træffes. Ring venligst igen senere.',
    notTaken: 'Ingen kan tage imod dit opkald lige nu. Farvel.',
  },
  de: {
    oneMoment: 'Einen Moment, bitte.',
    notReached: 'Es war niemand zu erreichen. Bitte rufen Sie später noch einmal an.',
    notTaken: 'Im Moment kann niemand Ihren Anruf annehmen. Auf Wiederhören.',
  },
  el: {
    oneMoment: 'Ένα λεπτό, παρακαλώ.',
    notReached: 'Δεν ήταν δυνατό να βρεθεί κανείς. Παρακαλώ καλέστε ξανά αργότερα.',
    notTaken: 'Κανείς δεν μπορεί να απαντήσει στην κλήση σας αυτή τη στιγμή. Αντίο.',
  },
  en: {
    oneMoment: 'One moment, please.',
    notReached: 'Nobody could be reached. Please call again later.',
    notTaken: 'Nobody can take your call right now. Goodbye.',
  },
  es: {
    oneMoment: 'Un momento, por favor.',
    notReached: 'No se ha podido localizar a nadie. Por favor, llame más tarde.',
    notTaken: 'En este momento nadie puede atender su llamada. Adiós.',
  },
  fi: {
    oneMoment: 'Hetkinen, olkaa hyvä.',
    notReached: 'Ketään ei tavoitettu. Soittakaa myöhemmin uudelleen.',
    notTaken: 'Kukaan ei voi nyt vastata puheluunne. Kuulemiin.',
  },
  fil: {
    oneMoment: 'Sandali lang po.',
    notReached: 'Wala pong makausap ngayon. Pakitawag po muli mamaya.',
    notTaken: 'Wala pong makakasagot sa inyong tawag ngayon. Paalam.',
  },
  fr: {
    oneMoment: "Un instant, s'il vous plaît.",
    notReached: "Personne n'a pu être joint. Veuillez rappeler plus tard.",
    notTaken: 'Personne ne peut prendre votre appel pour le moment. Au revoir.',
  },
  he: {
    oneMoment: 'רגע אחד, בבקשה.',
    notReached: 'לא ניתן היה להשיג אף אחד. אנא התקשרו שוב מאוחר יותר.',
    notTaken: 'אף אחד לא יכול לענות לשיחתכם כרגע. להתראות.',
  },
  hi: {
    oneMoment: 'कृपया एक क्षण रुकिए।',
    notReached: 'किसी से संपर्क नहीं हो सका। कृपया बाद में फिर से फ़ोन करें।',
    notTaken: 'अभी कोई आपका कॉल नहीं ले सकता। नमस्ते।',
  },
  hr: {
    oneMoment: 'Samo trenutak, molim.',
    notReached: 'Nitko nije dostupan. Molimo nazovite kasnije.',
    notTaken: 'Trenutačno nitko ne može preuzeti vaš poziv. Doviđenja.',
  },
  hu: {
    oneMoment: 'Egy pillanat, kérem.',
    notReached: 'Senkit sem sikerült elérni. Kérjük, hívjon később.',
    notTaken: 'Jelenleg senki sem tudja fogadni a hívását. Viszonthallásra.',
  },
  id: {
    oneMoment: 'Mohon tunggu sebentar.',
    notReached: 'Tidak ada yang dapat dihubungi. Silakan telepon kembali nanti.',
    notTaken: 'Saat ini tidak ada yang dapat menerima panggilan Anda. Sampai jumpa.',
  },
  is: {
    oneMoment: 'Augnablik.',
    notReached: 'Ekki náðist í neinn. Vinsamlegast hringdu aftur síðar.',
    notTaken: 'Enginn getur svarað símtalinu núna. Bless.',
  },
  it: {
    oneMoment: 'Un momento, per favore.',
    notReached: 'Non è stato possibile contattare nessuno. La preghiamo di richiamare più tardi.',
    notTaken: 'In questo momento nessuno può rispondere alla sua chiamata. Arrivederci.',
  },
  ja: {
    oneMoment: '少々お待ちください。',
    notReached: 'おつなぎできませんでした。後ほどおかけ直しください。',
    notTaken: 'ただいま電話に出ることができません。失礼いたします。',
  },
  kn: {
    oneMoment: 'ದಯವಿಟ್ಟು ಒಂದು ಕ್ಷಣ ಕಾಯಿರಿ.',
    notReached: 'ಯಾರನ್ನೂ ಸಂಪರ್ಕಿಸಲು ಆಗಲಿಲ್ಲ. ದಯವಿಟ್ಟು ನಂತರ ಮತ್ತೆ ಕರೆ ಮಾಡಿ.',
    notTaken: 'ಈಗ ಯಾರೂ ನಿಮ್ಮ ಕರೆಯನ್ನು ಸ್ವೀಕರಿಸಲು ಆಗುವುದಿಲ್ಲ. ನಮಸ್ಕಾರ.',
  },
  ko: {
    oneMoment: '잠시만 기다려 주세요.',
    notReached: '연결할 수 있는 사람이 없습니다. 나중에 다시 전화해 주세요.',
    notTaken: '지금은 전화를 받을 수 없습니다. 안녕히 계세요.',
  },
  lv: {
    oneMoment: 'Vienu mirkli, lūdzu.',
    notReached: 'Neviens nav sasniedzams. Lūdzu, zvaniet vēlāk.',
    notTaken: 'Pašlaik neviens nevar atbildēt uz jūsu zvanu. Uz redzēšanos.',
  },
  mr: {
    oneMoment: 'कृपया एक क्षण थांबा.',
    notReached: 'कोणाशीही संपर्क होऊ शकला नाही. कृपया नंतर पुन्हा फोन करा.',
    notTaken: 'सध्या कोणीही तुमचा कॉल घेऊ शकत नाही. नमस्कार.',
  },
  ms: {
    oneMoment: 'Sebentar, ya.',
    notReached: 'Tiada sesiapa dapat dihubungi. Sila telefon semula kemudian.',
    notTaken: 'Tiada sesiapa dapat menjawab panggilan anda sekarang. Selamat tinggal.',
  },
  nl: {
    oneMoment: 'Een ogenblik, alstublieft.',
    notReached: 'Er kon niemand worden bereikt. Belt u later nog eens.',
    notTaken: 'Op dit moment kan niemand uw oproep aannemen. Tot ziens.',
  },
  no: {
    oneMoment: 'Et øyeblikk.',
    notReached: 'Ingen kunne nås. Vennligst ring igjen senere.',
    notTaken: 'Ingen kan ta imot anropet ditt akkurat nå. Ha det.',
  },
  pl: {
    oneMoment: 'Chwileczkę, proszę.',
    notReached: 'Nie udało się z nikim połączyć. Proszę zadzwonić później.',
    notTaken: 'W tej chwili nikt nie może odebrać połączenia. Do widzenia.',
  },
  pt: {
    oneMoment: 'Um momento, por favor.',
    notReached: 'Não foi possível falar com ninguém. Por favor, ligue mais tarde.',
    notTaken: 'Neste momento ninguém pode atender a sua chamada. Até logo.',
  },
  ro: {
    oneMoment: 'Un moment, vă rog.',
    notReached: 'Nu s-a putut lua legătura cu nimeni. Vă rugăm să sunați mai târziu.',
    notTaken: 'Momentan nimeni nu poate prelua apelul dumneavoastră. La revedere.',
  },
  ru: {
    oneMoment: 'Одну минуту, пожалуйста.',
    notReached: 'Никто не отвечает. Пожалуйста, перезвоните позже.',
    notTaken: 'Сейчас никто не может принять ваш звонок. До свидания.',
  },
  sk: {
    oneMoment: 'Okamih, prosím.',
    notReached: 'Nikoho sa nepodarilo zastihnúť. Zavolajte prosím neskôr.',
    notTaken: 'Váš hovor teraz nemôže nikto prijať. Dovidenia.',
  },
  sr: {
    oneMoment: 'Само тренутак, молим.',
    notReached: 'Нико није доступан. Молимо позовите касније.',
    notTaken: 'Тренутно нико не може да прими ваш позив. Довиђења.',
  },
  sv: {
    oneMoment: 'Ett ögonblick.',
    notReached: 'Ingen kunde nås. Vänligen ring igen senare.',
    notTaken: 'Ingen kan ta emot ditt samtal just nu. Hej då.',
  },
  ta: {
    oneMoment: 'தயவுசெய்து ஒரு நிமிடம் காத்திருங்கள்.',
    notReached: 'யாரையும் தொடர்பு கொள்ள முடியவில்லை. தயவுசெய்து பிறகு மீண்டும் அழைக்கவும்.',
    notTaken: 'இப்போது யாரும் உங்கள் அழைப்பை ஏற்க முடியாது. நன்றி, வணக்கம்.',
  },
  th: {
    oneMoment: 'กรุณารอสักครู่',
    notReached: 'ไม่สามารถติดต่อใครได้ กรุณาโทรใหม่ภายหลัง',
    notTaken: 'ขณะนี้ไม่มีใครรับสายของคุณได้ สวัสดี',
  },
  tr: {
    oneMoment: 'Bir dakika, lütfen.',
    notReached: 'Kimseye ulaşılamadı. Lütfen daha sonra tekrar arayın.',
    notTaken: 'Şu anda aramanızı kimse yanıtlayamıyor. Hoşça kalın.',
  },
  uk: {
    oneMoment: 'Хвилинку, будь ласка.',
    notReached: 'Ні з ким не вдалося зв’язатися. Будь ласка, зателефонуйте пізніше.',
    notTaken: 'Зараз ніхто не може прийняти ваш дзвінок. До побачення.',
  },
  vi: {
    oneMoment: 'Xin vui lòng chờ một chút.',
    notReached: 'Không liên lạc được với ai. Xin vui lòng gọi lại sau.',
    notTaken: 'Hiện không ai có thể nhận cuộc gọi của bạn. Xin chào.',
  },
  yue: {
    oneMoment: '請等一等。',
    notReached: '暫時聯絡唔到任何人，請遲啲再打嚟。',
    notTaken: '而家冇人可以接聽你嘅電話。再見。',
  },
  zh: {
    oneMoment: '请稍等。',
    notReached: '暂时联系不到任何人，请稍后再拨。',
    notTaken: '现在没有人能接听您的电话。再见。',
  },
} as const satisfies Record<string, StockSentences>;

export type StockLanguage = keyof typeof SENTENCES;

/** The table's language for a BCP 47 code; English if it has none. */
export function stockLanguage(code: string): StockLanguage {
  const [primary = ''] = code.toLowerCase().split('-');
  return Object.hasOwn(SENTENCES, primary) ? (primary as StockLanguage) : 'en';
}

export function stockSentence(kind: keyof StockSentences, language: StockLanguage): string {
  return SENTENCES[language][kind];
}
