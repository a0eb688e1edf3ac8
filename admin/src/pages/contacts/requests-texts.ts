import { defineTexts } from "../../ui/index.ts";

export const texts = defineTexts("contactRequests", {
  de: {
    title: "Anliegen dieser Person",
    due: "Antwort bis {{day}}",
    ended: "beendet",
    kinds: {
      access: "Auskunft und Kopie",
      portability: "Datenübertragung",
      rectification: "Berichtigung",
      erasure: "Löschung",
      restriction: "Einschränkung",
      objection: "Widerspruch",
      withdrawal: "Widerruf",
    },
  },
  en: {
    title: "Requests of this person",
    due: "answer by {{day}}",
    ended: "ended",
    kinds: {
      access: "Access and copy",
      portability: "Portability",
      rectification: "Correction",
      erasure: "Erasure",
      restriction: "Restriction",
      objection: "Objection",
      withdrawal: "Withdrawal",
    },
  },
});
