import { sayIn, type Voice } from "../../platform/index.ts";
import {
  button,
  design,
  drawing,
  foot,
  head,
  SALUTATION,
  SITE,
  text,
  title,
  type Design,
} from "./design.ts";

/** Products with prices, a last day in words, and the conditions within reach (CNT-09): a publisher's spring. */
export function offer(voice: Voice): Design {
  const say = sayIn(voice);
  const product = (name: string, words: string, price: string, path: string) =>
    ({
      type: "product",
      src: "",
      alt: "",
      name,
      text: words,
      price,
      oldPrice: "",
      label: say("Ansehen", "Have a look"),
      href: SITE + path,
    }) as const;
  return design("offer", voice, {
    name: { de: "Angebot", en: "Offer" },
    description: {
      de: "Ein Angebot mit letztem Tag, drei Produkten und den Bedingungen in Reichweite.",
      en: "An offer with its last day, three products and the conditions within reach.",
    },
    subject: say(
      "Drei neue Bücher, bis Ostern versandkostenfrei",
      "Three new books, postage free until Easter",
    ),
    preheader: say(
      "Ein Roman, ein Gartenbuch und eine kleine Geschichte des Papiers.",
      "A novel, a garden book and a short history of paper.",
    ),
    scene: "bags",
    sections: [
      head,
      {
        blocks: [
          drawing(),
          text(
            title(say("Frühling im Regal", "Spring on the shelf"), "{{ list.name }}") +
              SALUTATION +
              say(
                "<p>drei Bücher sind gerade aus der Druckerei gekommen. Bis Ostern schicken wir sie Ihnen ohne Versandkosten nach Hause.</p>",
                "<p>three books have just arrived from the printer. Until Easter we send them to you free of postage.</p>",
                "<p>drei Bücher sind gerade aus der Druckerei gekommen. Bis Ostern schicken wir sie dir ohne Versandkosten nach Hause.</p>",
              ),
          ),
        ],
      },
      {
        background: "soft",
        blocks: [
          {
            type: "countdown",
            title: say("Versandkostenfrei bestellen", "Order free of postage"),
            end: "2027-03-27",
            note: say("Lieferung innerhalb Deutschlands", "Delivery within Germany"),
          },
        ],
      },
      {
        blocks: [
          product(
            say("Die Uhr im Treppenhaus", "The Clock on the Stairs"),
            say(
              "Ein Haus, sieben Nachbarn, eine Erbschaft: der neue Roman von Marta Beispiel. Leinen, 312 Seiten.",
              "One house, seven neighbours, one inheritance: the new novel by Marta Beispiel. Cloth, 312 pages.",
            ),
            say("24,00 €", "€24.00"),
            "/roman",
          ),
        ],
      },
      {
        ruled: true,
        blocks: [
          product(
            say("Ein Beet für jeden Balkon", "A Bed for Every Balcony"),
            say(
              "Säen, gießen, ernten auf zwei Quadratmetern. Mit Kalender für das ganze Jahr.",
              "Sowing, watering and harvesting on two square metres. With a calendar for the whole year.",
            ),
            say("18,90 €", "€18.90"),
            "/balkon",
          ),
        ],
      },
      {
        ruled: true,
        blocks: [
          product(
            say("Papier. Eine kleine Geschichte", "Paper. A Short History"),
            say(
              "Vom Lumpen zum Brief, in zwanzig kurzen Kapiteln erzählt.",
              "From rags to letters, told in twenty short chapters.",
            ),
            say("16,00 €", "€16.00"),
            "/papier",
          ),
        ],
      },
      {
        ruled: true,
        blocks: [
          button(say("Alle Neuerscheinungen", "All new books"), "/neu"),
          text(
            say(
              `<p>Die Preise verstehen sich einschließlich Mehrwertsteuer. Das Angebot gilt bis 27. März 2027, solange der Vorrat reicht. <a href="${SITE}/bedingungen">Bedingungen des Angebots</a></p>`,
              `<p>Prices include VAT. The offer holds until 27 March 2027, as long as stocks last. <a href="${SITE}/conditions">Conditions of the offer</a></p>`,
            ),
            "small",
          ),
        ],
      },
      foot,
    ],
  });
}
