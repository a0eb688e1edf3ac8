import type { Text } from "./reason-text.ts";

/** What a refusal means, in plain words: a name, and what follows from it. */
export const refusalMeanings = {
  unknown_user: {
    label: { de: "Postfach gibt es nicht", en: "No such mailbox" },
    text: {
      de: "Der Empfangsserver kennt diese Adresse nicht. Ein Tippfehler oder ein gelöschtes Postfach.",
      en: "The receiving server does not know this address: a typing error, or a mailbox that was deleted.",
    },
  },
  unknown_domain: {
    label: { de: "Domain nimmt keine Post an", en: "The domain takes no mail" },
    text: {
      de: "Die Domain hinter dem @ gibt es nicht, oder sie nennt keinen Server für Post.",
      en: "The domain behind the @ does not exist or names no server for mail.",
    },
  },
  bad_address: {
    label: { de: "Adresse nicht gültig", en: "Address not valid" },
    text: {
      de: "Der Empfangsserver hält die Schreibweise der Adresse für falsch.",
      en: "The receiving server considers the address to be written wrongly.",
    },
  },
  moved: {
    label: { de: "Postfach ist umgezogen", en: "The mailbox has moved" },
    text: {
      de: "Unter dieser Adresse ist niemand mehr zu erreichen; wohin sie umgezogen ist, steht höchstens in der Antwort des Servers.",
      en: "Nobody can be reached at this address any more; only the server's answer may say where it moved.",
    },
  },
  mailbox_disabled: {
    label: { de: "Postfach stillgelegt", en: "Mailbox disabled" },
    text: {
      de: "Das Postfach ist gesperrt, abgelaufen oder seit Langem unbenutzt.",
      en: "The mailbox is blocked, expired or has not been used for a long time.",
    },
  },
  mailbox_full: {
    label: { de: "Postfach voll", en: "Mailbox full" },
    text: {
      de: "Das Postfach gibt es, es hat aber keinen Platz mehr.",
      en: "The mailbox exists and has no room left.",
    },
  },
  too_large: {
    label: { de: "Mail zu groß", en: "Mail too large" },
    text: {
      de: "Der Empfänger nimmt Mails dieser Größe nicht an.",
      en: "The recipient does not take mails of this size.",
    },
  },
  greylisted: {
    label: { de: "Später noch einmal", en: "Try again later" },
    text: {
      de: "Der Empfangsserver nimmt Post von Unbekannten erst beim zweiten Versuch an.",
      en: "The receiving server takes mail of strangers at the second attempt only.",
    },
  },
  rate_limited: {
    label: { de: "Zu viel auf einmal", en: "Too much at once" },
    text: {
      de: "Der Empfangsserver möchte weniger Mails in derselben Zeit.",
      en: "The receiving server wants fewer mails in the same time.",
    },
  },
  server_trouble: {
    label: { de: "Störung beim Empfänger", en: "Trouble at the receiver" },
    text: {
      de: "Der Empfangsserver hat selbst ein Problem: kein Platz, falsch eingestellt, eine Schleife.",
      en: "The receiving server has a problem of its own: no room, wrong settings, a loop.",
    },
  },
  unreachable: {
    label: { de: "Server nicht erreichbar", en: "Server not reachable" },
    text: {
      de: "Der Empfangsserver hat nicht geantwortet, auch nicht nach mehreren Versuchen.",
      en: "The receiving server did not answer, not even after several attempts.",
    },
  },
  blocklisted: {
    label: { de: "Unser Server steht auf einer Sperrliste", en: "Our server is on a block list" },
    text: {
      de: "Der Empfangsserver nimmt von unserer IP-Adresse oder Domain nichts an. Der Empfänger kann nichts dafür.",
      en: "The receiving server takes nothing from our IP address or domain. It is not the recipient's fault.",
    },
  },
  authentication: {
    label: { de: "Absender nicht nachgewiesen", en: "Sender not authenticated" },
    text: {
      de: "SPF, DKIM oder DMARC der Absenderdomain stimmen nicht. Das betrifft alle Mails dieser Domain, nicht den Empfänger.",
      en: "SPF, DKIM or DMARC of the sending domain are wrong. This concerns all mails of that domain, not the recipient.",
    },
  },
  reverse_dns: {
    label: {
      de: "Name unseres Servers nicht auflösbar",
      en: "The name of our server does not resolve",
    },
    text: {
      de: "Der Empfangsserver vermisst einen passenden PTR-Eintrag oder HELO-Namen unseres Servers.",
      en: "The receiving server misses a matching PTR record or HELO name of our server.",
    },
  },
  relaying: {
    label: { de: "Weiterleiten nicht erlaubt", en: "Relaying not allowed" },
    text: {
      de: "Der angesprochene Server ist für diese Domain nicht zuständig oder verlangt eine Anmeldung.",
      en: "The server that was asked is not in charge of this domain or demands a login.",
    },
  },
  spam: {
    label: { de: "Für Spam gehalten", en: "Taken for spam" },
    text: {
      de: "Ein Filter beim Empfänger hat den Inhalt oder die Absenderin abgelehnt.",
      en: "A filter at the receiver refused the content or the sender.",
    },
  },
  virus: {
    label: { de: "Für schädlich gehalten", en: "Taken for harmful" },
    text: {
      de: "Ein Virenfilter beim Empfänger hat den Inhalt abgelehnt.",
      en: "A virus filter at the receiver refused the content.",
    },
  },
  sender_refused: {
    label: { de: "Absender abgelehnt", en: "Sender refused" },
    text: {
      de: "Der Empfangsserver nimmt von dieser Absenderadresse nichts an.",
      en: "The receiving server takes nothing from this sender address.",
    },
  },
  policy: {
    label: {
      de: "Durch eine Regel des Empfängers abgelehnt",
      en: "Refused by a rule of the receiver",
    },
    text: {
      de: "Eine Regel des Empfangsservers steht dagegen; die Adresse selbst ist in Ordnung.",
      en: "A rule of the receiving server is against it; the address itself is all right.",
    },
  },
  protocol: {
    label: { de: "Technisch nicht angenommen", en: "Not accepted for technical reasons" },
    text: {
      de: "Form der Mail oder Ablauf der Übertragung haben dem Empfangsserver nicht gepasst.",
      en: "The receiving server did not like the form of the mail or the course of the transfer.",
    },
  },
  temporary: {
    label: { de: "Vorübergehend abgelehnt", en: "Temporarily refused" },
    text: {
      de: "Heute ging es nicht; die Adresse gibt es.",
      en: "It did not work today; the address exists.",
    },
  },
  unclear: {
    label: { de: "Grund nicht genannt", en: "No reason given" },
    text: {
      de: "Die Antwort des Empfangsservers sagt nicht, woran es lag. Daraus folgt nichts gegen die Adresse.",
      en: "The answer of the receiving server does not say why. Nothing follows from it against the address.",
    },
  },
} as const satisfies Record<string, { label: Text; text: Text }>;

export type RefusalMeaning = keyof typeof refusalMeanings;
