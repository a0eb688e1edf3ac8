import { MultiSelect } from "@mantine/core";
import { useEffect, useState, type ReactNode } from "react";
import type {
  SegmentCatalogue,
  SegmentCount,
  SegmentDefinition,
} from "../../../../contract/segments.ts";
import { api, hasCode } from "../../api/index.ts";
import { AudienceLine, Big, Card, Notice, Problem, useFormat, useTexts } from "../../ui/index.ts";
import { texts } from "./texts.ts";

/** Typing goes on meanwhile. */
const PAUSE_MS = 450;

interface Answer {
  asked: string | undefined;
  count: SegmentCount | undefined;
  error: unknown;
  /** The gate has still to be heard. */
  half?: boolean;
}

/**
 * Counts a definition shortly after it changed: how many people first, which is there at once, then what the gate says of
 * each. The last answer stays while the next one is on its way.
 */
function useCount(
  definition: SegmentDefinition | undefined,
  lists: readonly string[],
): { count: SegmentCount | undefined; stale: boolean; half: boolean; error: unknown } {
  const [answer, setAnswer] = useState<Answer>({
    asked: undefined,
    count: undefined,
    error: undefined,
  });
  const asked =
    definition && JSON.stringify({ definition, ...(lists.length > 0 ? { lists } : {}) });
  useEffect(() => {
    if (asked === undefined) return;
    const abort = new AbortController();
    const ask = (audience: boolean) =>
      api.post<SegmentCount>(
        "/segments/count",
        { ...JSON.parse(asked), audience },
        { signal: abort.signal },
      );
    const count = async (): Promise<void> => {
      try {
        const first = await ask(false);
        const half = Boolean(first.people);
        setAnswer({ asked, count: first, error: undefined, half });
        if (half) setAnswer({ asked, count: await ask(true), error: undefined });
      } catch (error) {
        if (!abort.signal.aborted) setAnswer({ asked, count: undefined, error });
      }
    };
    const timer = setTimeout(() => void count(), PAUSE_MS);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [asked]);
  const stale = asked !== undefined && answer.asked !== asked;
  return { count: answer.count, stale, half: answer.half ?? false, error: answer.error };
}

/** How many people that is now, how many of them may be mailed and measured, and why not the rest. */
export function CountCard(props: {
  definition: SegmentDefinition | undefined;
  asksBehaviour: boolean;
  catalogue: SegmentCatalogue;
}): ReactNode {
  const t = useTexts(texts);
  const format = useFormat();
  const [lists, setLists] = useState<string[]>([]);
  const { count, stale, half, error } = useCount(props.definition, lists);
  const people = props.definition && !error ? count?.people : undefined;
  const audience = count?.audience ?? undefined;
  const off = (people ?? 0) - (audience?.candidates ?? 0);
  return (
    <Card title={t("countTitle")}>
      <div className="k-stack" aria-live="polite" aria-busy={stale || half}>
        {hasCode(error, "count_takes_too_long") ? (
          <Notice tone="wait">{t("tooLong")}</Notice>
        ) : (
          Boolean(error) && <Problem error={error} />
        )}
        {!props.definition && <p className="k-muted">{t("nothingYet")}</p>}
        {people == null ? (
          stale && <p className="k-muted">{t("counting")}</p>
        ) : (
          <div className="sg-count" data-pending={stale || undefined}>
            <Big
              value={format.number(people)}
              unit={t("countPeople", { count: people })}
              size="xl"
            />
            {people === 0 && <p className="k-muted">{t("nobody")}</p>}
            {half && <p className="k-small k-muted">{t("askingGate")}</p>}
            {people > 0 && audience && (
              <>
                <p className="k-small k-muted">{t("onLists")}</p>
                <AudienceLine audience={audience} />
                {off > 0 && <p className="k-small k-muted">{t("offLists", { count: off })}</p>}
              </>
            )}
          </div>
        )}
        <MultiSelect
          label={t("countLists")}
          placeholder={lists.length === 0 ? t("allLists") : ""}
          data={props.catalogue.lists.map(({ id, name }) => ({ value: id, label: name }))}
          clearable
          value={lists}
          onChange={setLists}
        />
        {props.asksBehaviour && <p className="k-small k-muted">{t("unknownNote")}</p>}
      </div>
    </Card>
  );
}
