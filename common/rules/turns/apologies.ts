/** By the language part of a BCP 47 code. */
const APOLOGIES: Readonly<Record<string, string>> = {
  ar: 'عذرًا، حدث خطأ ما. هل يمكنك المحاولة مرة أخرى؟',
  bg: 'Съжалявам, нещо се обърка. Бихте ли опитали отново?',
  ca: 'Ho sento, alguna cosa ha fallat. Ho podeu tornar a provar?',
  cs: 'Omlouvám se, něco se pokazilo. Můžete to zkusit znovu?',
  da: 'Beklager, noget gik galt. Vil du prøve igen?',
  de: 'Entschuldigung, da ist etwas schiefgegangen. Können Sie das noch einmal sagen?',
  el: 'Συγγνώμη, κάτι πήγε στραβά. Μπορείτε να δοκιμάσετε ξανά;',
  en: 'Sorry, something went wrong on my side. Could you say that again?',
  es: 'Lo siento, algo ha fallado. ¿Puede repetirlo, por favor?',
  fi: 'Anteeksi, jokin meni vikaan. Voisitteko sanoa sen uudelleen?',
  fr: "Désolé, un problème est survenu. Pouvez-vous répéter, s'il vous plaît ?",
  he: 'סליחה, משהו השתבש. אפשר לחזור על זה?',
  hi: 'माफ़ कीजिए, कुछ गड़बड़ हो गई। क्या आप फिर से कह सकते हैं?',
  hr: 'Oprostite, nešto je pošlo po zlu. Možete li ponoviti?',
  hu: 'Elnézést, valami hiba történt. Meg tudná ismételni?',
  id: 'Maaf, terjadi kesalahan. Bisakah Anda mengulanginya?',
  it: 'Mi dispiace, qualcosa è andato storto. Può ripetere, per favore?',
  ja: '申し訳ありません、問題が発生しました。もう一度お願いできますか。',
  ko: '죄송합니다. 문제가 발생했습니다. 다시 말씀해 주시겠어요?',
  ms: 'Maaf, ada sesuatu yang tidak kena. Boleh ulang sekali lagi?',
  nl: 'Sorry, er ging iets mis. Kunt u dat herhalen?',
  no: 'Beklager, noe gikk galt. Kan du si det en gang til?',
  pl: 'Przepraszam, coś poszło nie tak. Czy można prosić o powtórzenie?',
  pt: 'Desculpe, algo correu mal. Pode repetir, por favor?',
  ro: 'Îmi pare rău, ceva nu a mers bine. Puteți repeta, vă rog?',
  ru: 'Извините, что-то пошло не так. Не могли бы вы повторить?',
  sk: 'Prepáčte, niečo sa pokazilo. Môžete to zopakovať?',
  sv: 'Ursäkta, något gick fel. Kan du säga det igen?',
  tr: 'Özür dilerim, bir sorun oluştu. Tekrar eder misiniz?',
  uk: 'Вибачте, щось пішло не так. Чи могли б ви повторити?',
  vi: 'Xin lỗi, đã có lỗi xảy ra. Bạn có thể nói lại được không?',
  yue: '唔好意思，出咗啲問題。可唔可以再講一次？',
  zh: '抱歉，出了点问题。请您再说一遍好吗？',
};

/** What is said when the model cannot answer; in English if the language is not listed. */
export function apology(language: string): string {
  const [primary = ''] = language.toLowerCase().split('-');
  return APOLOGIES[primary] ?? (APOLOGIES.en as string);
}
