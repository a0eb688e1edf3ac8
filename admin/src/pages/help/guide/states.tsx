import type { ReactNode } from "react";
import { useFormat, useTexts } from "../../../ui/index.ts";
import { texts } from "./texts.ts";
import type { GuideFacts } from "./use-guide.ts";

export type StepId = "level" | "wording" | "forms" | "ask" | "permission" | "report";

export interface StepState {
  id: StepId;
  /** False while it is read, and for whoever may not see it. */
  known: boolean;
  done: boolean;
  /** The state in a sentence. */
  words: string;
  more?: ReactNode;
}

type Word = keyof (typeof texts)["de"]["wording"]["words"];
/** Ids of a wording's scope that a key of texts cannot be called. */
const WORD_OF: Record<string, Word> = { one_to_one: "personalMail" };
/** What a wording may cover that this product uses today; the rest is offered by the editor of wordings. */
const WORTH_COVERING: readonly Word[] = ["open", "click", "form_use", "person_report", "segments"];

/** The six steps with what is true of this account now. */
export function useStates(facts: GuideFacts): StepState[] {
  return [
    useLevel(facts),
    useWording(facts),
    useForms(facts),
    useAsk(facts),
    usePermission(facts),
    useReport(facts),
  ];
}

function useLevel({ account }: GuideFacts): StepState {
  const t = useTexts(texts);
  if (!account) return { id: "level", known: false, done: false, words: "" };
  const { choice, level } = account.counting;
  const words = choice ? t("level.done", { level: t(`level.levels.${level}`) }) : t("level.open");
  return { id: "level", known: true, done: choice !== null, words };
}

function useWording({ wordings }: GuideFacts): StepState {
  const t = useTexts(texts);
  const { list } = useFormat();
  const id = "wording";
  if (!wordings) return { id, known: false, done: false, words: "" };
  const { used } = wordings;
  if (!used) return { id, known: true, done: false, words: t("wording.open") };
  const { version, wording } = used;
  const held = [...version.techniques, ...version.uses, ...version.channels];
  const say = (words: readonly string[]): string =>
    list(words.map((word) => t(`wording.words.${WORD_OF[word] ?? (word as Word)}`)));
  const missing = WORTH_COVERING.filter((word) => !held.includes(word));
  return {
    id,
    known: true,
    done: true,
    words: t("wording.done", {
      count: version.consents,
      name: wording.name,
      version: version.version,
    }),
    more: (
      <p>
        {held.length > 0 && t("wording.covers", { list: say(held) })}{" "}
        {missing.length > 0 && t("wording.missing", { list: say(missing) })}
      </p>
    ),
  };
}

function useForms({ forms }: GuideFacts): StepState {
  const t = useTexts(texts);
  if (!forms) return { id: "forms", known: false, done: false, words: "" };
  const [first] = forms.asking;
  const words = first
    ? t("forms.done", { count: forms.asking.length, name: first.name })
    : t(forms.all > 0 ? "forms.open" : "forms.none");
  return { id: "forms", known: true, done: first !== undefined, words };
}

function useAsk({ permission }: GuideFacts): StepState {
  const t = useTexts(texts);
  const format = useFormat();
  if (!permission) return { id: "ask", known: false, done: false, words: "" };
  const last = permission.questions[0];
  if (!last) {
    const { unknown } = permission.now;
    const words =
      unknown.value === null ? t("ask.openHidden") : t("ask.open", { count: unknown.value });
    return { id: "ask", known: true, done: false, words };
  }
  const { name, asked, granted } = last;
  const words =
    granted.value === null || asked === 0
      ? t("ask.doneHidden", { name, asked })
      : t("ask.done", { name, asked, share: format.percent(granted.value / asked) });
  return { id: "ask", known: true, done: true, words };
}

function usePermission({ permission }: GuideFacts): StepState {
  const t = useTexts(texts);
  const format = useFormat();
  const id = "permission";
  if (!permission) return { id, known: false, done: false, words: "" };
  const { people, granted } = permission.now;
  if (people === 0) return { id, known: true, done: false, words: t("permission.nobody") };
  if (granted.value === null)
    return { id, known: true, done: false, words: t("permission.open", { k: permission.k }) };
  const share = format.percent(granted.value / people);
  const words = t("permission.done", { share, count: granted.value, total: people });
  return { id, known: true, done: true, words };
}

function useReport({ last }: GuideFacts): StepState {
  const t = useTexts(texts);
  const id = "report";
  if (!last) return { id, known: false, done: false, words: "" };
  const { mailing, report } = last;
  if (!mailing) return { id, known: true, done: false, words: t("report.open") };
  const measuring = report?.measuring;
  const { name } = mailing;
  if (!measuring || measuring.personal === 0)
    return { id, known: true, done: false, words: t("report.none", { name }) };
  const { personal, accepted } = measuring;
  return { id, known: true, done: true, words: t("report.done", { name, personal, accepted }) };
}
