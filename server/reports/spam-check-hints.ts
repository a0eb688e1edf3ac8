type Words = { de: string; en: string };

/** Rules that authors can do something about, in plain words. Others keep the filter's own description. */
export const HINTS: Readonly<Record<string, Words>> = {
  HTML_IMAGE_ONLY_04: imageOnly(),
  HTML_IMAGE_ONLY_08: imageOnly(),
  HTML_IMAGE_ONLY_12: imageOnly(),
  HTML_IMAGE_ONLY_16: imageOnly(),
  HTML_IMAGE_ONLY_20: imageOnly(),
  HTML_IMAGE_ONLY_24: imageOnly(),
  HTML_IMAGE_ONLY_28: imageOnly(),
  R_PARTS_DIFFER: {
    de: "Text- und HTML-Fassung sagen Verschiedenes. Lassen Sie den Text aus dem HTML erzeugen.",
    en: "Text and HTML version say different things. Have the text made from the HTML.",
  },
  MPART_ALT_DIFF: {
    de: "Text- und HTML-Fassung sagen Verschiedenes. Lassen Sie den Text aus dem HTML erzeugen.",
    en: "Text and HTML version say different things. Have the text made from the HTML.",
  },
  HTML_FONT_LOW_CONTRAST: {
    de: "Schrift hebt sich kaum vom Hintergrund ab. Filter vermuten versteckten Text.",
    en: "Type hardly differs from its background. Filters suspect hidden text.",
  },
  SUBJ_ALL_CAPS: {
    de: "Der Betreff steht ganz in Großbuchstaben.",
    en: "The subject is all in capital letters.",
  },
  SUBJECT_ENDS_EXCLAIM: {
    de: "Der Betreff endet mit einem Ausrufezeichen.",
    en: "The subject ends with an exclamation mark.",
  },
  SUBJECT_ENDS_QUESTION: {
    de: "Der Betreff endet mit einem Fragezeichen.",
    en: "The subject ends with a question mark.",
  },
  SUBJECT_HAS_CURRENCY: {
    de: "Im Betreff steht ein Geldbetrag.",
    en: "The subject holds a sum of money.",
  },
  MIME_HTML_ONLY: {
    de: "Die Mail hat keine Textfassung.",
    en: "The mail has no text version.",
  },
  HTML_SHORT_LINK_IMG_1: {
    de: "Sehr wenig Text um ein verlinktes Bild.",
    en: "Very little text around a linked image.",
  },
  URI_HEX: {
    de: "Eine Linkadresse enthält lange Zeichenfolgen, wie sie Filter von Fälschungen kennen.",
    en: "A link holds long strings of characters, as filters know them from forgeries.",
  },
  FREEMAIL_FROM: {
    de: "Die Absenderadresse gehört einem Freemail-Anbieter.",
    en: "The sender address belongs to a freemail provider.",
  },
};

function imageOnly(): Words {
  return {
    de: "Viel Bild, wenig Text. Schreiben Sie wichtige Aussagen als Text statt ins Bild.",
    en: "Much picture, little text. Write what matters as text rather than into the picture.",
  };
}
