import type { Locale } from "../../platform/index.ts";
import { announcement } from "./announcement.ts";
import { birthday } from "./birthday.ts";
import type { Design } from "./design.ts";
import { event } from "./event.ts";
import { newsletter } from "./newsletter.ts";
import { offer } from "./offer.ts";
import { survey } from "./survey.ts";
import { trackingQuestion } from "./tracking-question.ts";
import { welcome } from "./welcome.ts";

const MAKERS: readonly ((locale: Locale) => Design)[] = [
  newsletter,
  announcement,
  event,
  offer,
  welcome,
  birthday,
  survey,
  trackingQuestion,
];

/** Mailings to start from, German first. Each passes the content lint as it is. */
export const STARTERS: readonly Design[] = (["de", "en"] as const).flatMap((locale) =>
  MAKERS.map((make) => make(locale)),
);
