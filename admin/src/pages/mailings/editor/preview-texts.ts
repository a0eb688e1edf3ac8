import { defineTexts } from "../../../ui/index.ts";

export const previewTexts = defineTexts("mailings-preview", {
  de: {
    asContact: "Als bestimmter Kontakt",
    person: "Gefüllt für",
    personHelp: "Ihr Blick auf diesen Kontakt wird protokolliert.",
    personFind: "Name oder E-Mail-Adresse",
    personNone: "Niemand gefunden",
    example: "Wieder die Beispielperson",
    law: "Empfänger",
    laws: { consent: "eingewilligt", customer: "Bestandskunde", objected: "widersprochen" },
    customerOnly:
      "Wer nur gekauft und nicht eingewilligt hat, bekommt dieses Mailing nicht. Bestandskunden erreichen Sie mit einem eigenen Mailing (§ 7 Abs. 3 UWG), das ihr Widerspruchsrecht nennt.",
    objected:
      "Wer der Werbung widersprochen hat (Art. 21 DSGVO), bekommt diese E-Mail nicht, auch nicht mit einer früheren Einwilligung.",
    customerNote:
      "Ohne Einwilligung, weil die Person gekauft hat: Am Ende steht von selbst, warum sie die E-Mail bekommt und wie sie widerspricht.",
  },
  en: {
    asContact: "As a certain contact",
    person: "Filled for",
    personHelp: "Your look at this contact is written to the log.",
    personFind: "Name or e-mail address",
    personNone: "Nobody found",
    example: "Back to the example person",
    law: "Recipient",
    laws: { consent: "agreed", customer: "existing customer", objected: "objected" },
    customerOnly:
      "Anyone who only bought something and did not agree does not get this mailing. Existing customers are reached by a mailing of their own (§ 7(3) UWG), which names their right to object.",
    objected:
      "Anyone who objected to advertising (Art. 21 GDPR) does not get this e-mail, not even with an earlier consent.",
    customerNote:
      "Without consent, because the person bought something: a note at the end is added automatically: why they get the e-mail and how to object.",
  },
});
