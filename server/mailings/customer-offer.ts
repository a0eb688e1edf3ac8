import type { OfferView, ReadinessProblem } from "../../contract/mailings.ts";
import type { Account } from "../accounts/index.ts";
import type { FactsQuery } from "../compliance/index.ts";
import type { ContentFacts } from "../content/index.ts";
import { invalid, type Tx, type Voice } from "../platform/index.ts";
import {
  findCategory,
  findEntity,
  purchaseReason,
  type LegalEntity,
  type ProductCategory,
} from "../purchases/index.ts";
import type { Mailing } from "./mailing.ts";

/** What a mailing to existing customers advertises, as far as it is chosen and still there. */
export interface ChosenOffer {
  category: ProductCategory | undefined;
  entity: LegalEntity | undefined;
}

/** Undefined for a newsletter. */
export async function offerOfMailing(
  tx: Tx,
  { kind, settings }: Pick<Mailing, "kind" | "settings">,
): Promise<ChosenOffer | undefined> {
  if (kind !== "customer_7_3") return undefined;
  const { categoryId = null, entityId = null } = settings.offer ?? {};
  return {
    category: categoryId === null ? undefined : await findCategory(tx, categoryId),
    entity: entityId === null ? undefined : await findEntity(tx, entityId),
  };
}

/** The same as the gate's question; undefined while anything of it is missing, so that nobody is let through. */
export function gateOffer(offer: ChosenOffer | undefined): FactsQuery["offer"] {
  if (!offer?.category || !offer.entity) return undefined;
  return { categoryId: offer.category.id, entityId: offer.entity.id };
}

/** Throws 422 for a category or company that is none of the account's. */
export async function requireOffer(tx: Tx, offer: OfferView): Promise<OfferView> {
  const { categoryId, entityId } = offer;
  if (categoryId !== null && !(await findCategory(tx, categoryId)))
    throw invalid("no_such_category", "There is no such product category in this account.", {
      hint: "GET /api/v1/product-categories lists them.",
    });
  if (entityId !== null && !(await findEntity(tx, entityId)))
    throw invalid("no_such_entity", "There is no such company in this account.", {
      hint: "GET /api/v1/legal-entities lists them.",
    });
  return { categoryId, entityId };
}

/** Who the right to object is exercised against, for the notice in the mail (LEG-08); the imprint fills what is not said. */
export function objectionOf(
  account: Account,
  offer: ChosenOffer | undefined,
): ContentFacts["objection"] {
  if (offer === undefined) return undefined;
  const { imprint } = account;
  const town = [imprint.postalCode, imprint.city].filter(Boolean).join(" ");
  const company = offer.entity?.name ?? imprint.legalName ?? account.name;
  return {
    company,
    email: offer.entity?.contactEmail || imprint.email || "",
    postal:
      offer.entity?.postalAddress || [company, imprint.street, town].filter(Boolean).join(", "),
  };
}

/** The notice's sentence for an example person, for previews and test mails: they bought what is advertised. */
export function exampleReason(
  offer: ChosenOffer | undefined,
  voice: Voice,
  day: string,
): string | undefined {
  if (!offer?.category || !offer.entity) return undefined;
  const { name, nameEn } = offer.category;
  return purchaseReason(
    {
      id: 0,
      kind: "purchase",
      concludedOn: `${day.slice(0, 8)}01`,
      category: name,
      categoryEn: nameEn,
      entity: offer.entity.name,
    },
    voice,
  );
}

/** What still stands in the way of a mailing to existing customers, beside its content. */
export function offerProblems(
  account: Account,
  { category, entity }: ChosenOffer,
  mailable: number,
): ReadinessProblem[] {
  const problem = (
    code: string,
    rule: string,
    de: string,
    en: string,
    path?: string,
  ): ReadinessProblem => ({
    code,
    rule,
    severity: "block",
    message: { de, en },
    ...(path === undefined ? {} : { path }),
  });
  const { email = "", postal = "" } = objectionOf(account, { category, entity }) ?? {};
  const noContact = email.trim() === "" || !/\d/.test(postal);
  const complete = category !== undefined && entity !== undefined;
  return [
    ...(category && category.archivedAt === null
      ? []
      : [
          problem(
            "offer_category_missing",
            "LEG-05",
            "Wählen Sie die Produktkategorie, für die dieses Mailing wirbt.",
            "Choose the product category this mailing advertises.",
          ),
        ]),
    ...(category?.wholeRange
      ? [
          problem(
            "offer_whole_range",
            "LEG-05",
            "Das Gesamtsortiment ist keinem einzelnen Kauf ähnlich. Bewerben Sie eine bestimmte Kategorie.",
            "The whole range is similar to no single purchase. Advertise a certain category.",
          ),
        ]
      : []),
    ...(entity?.relation === "own" && entity.archivedAt === null
      ? []
      : [
          problem(
            "offer_entity_missing",
            "LEG-06",
            "Wählen Sie die eigene Gesellschaft, die wirbt. Angebote des Konzerns oder von Partnern brauchen eine Einwilligung.",
            "Choose the own company that advertises. Offers of the group or of partners need consent.",
          ),
        ]),
    ...(noContact
      ? [
          problem(
            "objection_contact_missing",
            "LEG-08",
            "Für den Hinweis auf das Widerspruchsrecht fehlen E-Mail-Adresse oder Postanschrift der Gesellschaft.",
            "The notice of the right to object lacks the company’s e-mail or postal address.",
            "/contacts/purchases/companies",
          ),
        ]
      : []),
    ...(complete && mailable === 0
      ? [
          problem(
            "nobody_to_mail",
            "LEG-02",
            "Für dieses Angebot darf niemand als Bestandskunde angeschrieben werden.",
            "Nobody may be mailed as an existing customer for this offer.",
          ),
        ]
      : []),
  ];
}
