import type { Voice } from "../../platform/index.ts";
import { announcement } from "./announcement.ts";
import { birthday } from "./birthday.ts";
import type { Design } from "./design.ts";
import { event } from "./event.ts";
import { newsletter } from "./newsletter.ts";
import { offer } from "./offer.ts";
import { survey } from "./survey.ts";
import { trackingQuestion } from "./tracking-question.ts";
import { welcome } from "./welcome.ts";

const MAKERS: readonly ((voice: Voice) => Design)[] = [
  newsletter,
  announcement,
  event,
  offer,
  welcome,
  birthday,
  survey,
  trackingQuestion,
];

const madeIn = (voice: Voice): readonly Design[] => MAKERS.map((make) => make(voice));

/** Mailings to start from, German first. Each passes the content lint as it is. */
export const STARTERS: readonly Design[] = [...madeIn("sie"), ...madeIn("en")];
const INFORMAL: readonly Design[] = [...madeIn("du"), ...madeIn("en")];

/** The same designs under the same ids, in German as the account addresses people (A11Y-08). */
export function startersFor({ informal }: { informal: boolean }): readonly Design[] {
  return informal ? INFORMAL : STARTERS;
}
