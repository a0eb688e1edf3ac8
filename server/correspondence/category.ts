import {
  advertisingCategories,
  transactionalCategories,
  type TransactionalCategory,
} from "../../contract/correspondence.ts";
import { AppError, invalid } from "../platform/index.ts";

/**
 * What a transactional mail may be about (LEG-18). Surveys, requests for reviews, greetings and teasers promote the
 * sender, whatever else they say (BGH VI ZR 225/17): 422 `category_is_advertising`. A mail that a law demands names it.
 */
export function checkCategory(category: string, law: string | null): TransactionalCategory {
  if ((advertisingCategories as readonly string[]).includes(category))
    throw new AppError(
      "category_is_advertising",
      422,
      `LEG-18: a mail of the category ${category} is advertising and cannot be sent as a transactional one.`,
      {
        hint: "Send it as a newsletter to people who consented, or as a mail to existing customers (§ 7(3) UWG).",
        extra: { rule: "LEG-18", suggestions: ["newsletter", "customer_7_3"] },
      },
    );
  const known = transactionalCategories.find((one) => one === category);
  if (known === undefined) throw invalid("category_unknown", `There is no category ${category}.`);
  if (known === "legal" && law === null)
    throw invalid("law_missing", "A mail that a law demands names this law.", {
      hint: "Give `law`, such as `§ 312i Abs. 1 Nr. 3 BGB`.",
    });
  if (known !== "legal" && law !== null)
    throw invalid("law_not_expected", "Only the category `legal` names a law.", {
      hint: "Choose the category `legal`, or leave `law` out.",
    });
  return known;
}
