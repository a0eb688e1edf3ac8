import { Button } from "@mantine/core";
import { IconArrowsExchange } from "@tabler/icons-react";
import { useState, type ReactNode } from "react";
import type {
  MergeAnswer,
  MergePreview,
  Twin,
  UnmergeAnswer,
} from "../../../../contract/duplicates.ts";
import {
  api,
  invalidate,
  queryClient,
  useApiMutation,
  useApiQuery,
  useCan,
} from "../../api/index.ts";
import {
  ButtonLink,
  Card,
  ConfirmDialog,
  Grid,
  Loaded,
  Notice,
  Page,
  PageSkeleton,
  Pill,
  showDone,
  showUndo,
  useFormat,
  useGo,
  useLocale,
  useRouteParam,
  useTexts,
} from "../../ui/index.ts";
import "./contacts.css";
import { texts } from "./duplicates-texts.ts";
import { useFieldWords } from "./field-words.ts";
import { useSourceWords } from "./words.tsx";

/** Two contacts side by side: which value holds, and what becomes of permissions. */
export default function MergePage(): ReactNode {
  const keep = useRouteParam("id");
  const merge = useRouteParam("other");
  const preview = useApiQuery<MergePreview>("/contact-merges/preview", { keep, merge });
  return (
    <Loaded query={preview} skeleton={<PageSkeleton cards={2} />}>
      {(data) => <Merge key={`${data.keep.id}-${data.merge.id}`} data={data} />}
    </Loaded>
  );
}

function Merge({ data }: { data: MergePreview }): ReactNode {
  const t = useTexts(texts);
  const go = useGo();
  const write = useCan()("contacts.write");
  const locale = useLocale();
  const { keep, merge } = data;
  const [take, setTake] = useState(
    new Set(data.fields.filter((field) => field.take).map((field) => field.field)),
  );
  const [asking, setAsking] = useState(false);
  const run = useApiMutation(
    () =>
      api.post<MergeAnswer>("/contact-merges", {
        keep: keep.id,
        merge: merge.id,
        take: [...take],
      }),
    {
      invalidates: ["/contacts", "/contact-pairs"],
      onSuccess: ({ undo }) => {
        go(`/contacts/${keep.id}`);
        showUndo(t("merge.done"), async () => {
          const { id } = await api.post<UnmergeAnswer>(`/contact-merges/${undo}/undo`);
          await invalidate(queryClient, ["/contacts", "/contact-pairs"]);
          showDone(t("merge.undone"));
          go(`/contacts/${id}`);
        });
      },
    },
  );
  return (
    <Page
      title={t("merge.title")}
      crumbs={[
        { label: t("contacts"), to: "/contacts" },
        { label: t("title"), to: "/contacts/dubletten" },
      ]}
      actions={
        <>
          <ButtonLink to={`/contacts/dubletten/${merge.id}/${keep.id}`}>
            <IconArrowsExchange size={18} stroke={1.6} aria-hidden="true" />
            &nbsp;{t("merge.swap")}
          </ButtonLink>
          {write && data.obstacle === null && (
            <Button variant="filled" onClick={() => setAsking(true)}>
              {t("merge.action")}
            </Button>
          )}
        </>
      }
    >
      <div className="k-stack-lg">
        {data.obstacle && (
          <Notice tone="wait" title={t("merge.cannot")}>
            {data.obstacle[locale]}
          </Notice>
        )}
        <Grid>
          <Card className="c7" title={t("merge.fields")}>
            <p className="k-muted c-intro">{t("merge.fieldsText")}</p>
            <div className="c-sides c-sides-head">
              <Side twin={keep} word={t("merge.kept")} />
              <Side twin={merge} word={t("merge.gone")} />
            </div>
            {data.fields.length === 0 && <p>{t("merge.noFields")}</p>}
            {data.fields.map((field) => (
              <FieldChoice
                key={field.field}
                field={field}
                taken={take.has(field.field)}
                onTake={(taken) => {
                  const next = new Set(take);
                  if (taken) next.add(field.field);
                  else next.delete(field.field);
                  setTake(next);
                }}
              />
            ))}
          </Card>
          <Card className="c5" title={t("merge.consequences")}>
            <p className="k-muted c-intro">{t("merge.consequencesText")}</p>
            <ul className="c-rows">
              {data.consequences.map((one) => (
                <li key={one.text.de}>
                  <p className="c-break">{one.text[locale]}</p>
                  {one.stricter && <Pill tone="wait">{t("merge.stricter")}</Pill>}
                </li>
              ))}
              <li>
                <p>{t("merge.final")}</p>
              </li>
            </ul>
          </Card>
        </Grid>
      </div>
      <ConfirmDialog
        opened={asking}
        onClose={() => setAsking(false)}
        title={t("merge.confirm", { gone: merge.name, kept: keep.name })}
        action={t("merge.action")}
        onConfirm={() => run.mutateAsync()}
      >
        {t("merge.confirmText", { gone: merge.name })}
      </ConfirmDialog>
    </Page>
  );
}

function Side({ twin, word }: { twin: Twin; word: string }): ReactNode {
  const t = useTexts(texts);
  const format = useFormat();
  return (
    <div>
      <p className="k-cap">{word}</p>
      <b className="c-break">{twin.name}</b>
      <span className="k-sub c-break">{twin.email}</span>
      <span className="k-sub">{t("since", { when: format.date(twin.createdAt) })}</span>
    </div>
  );
}

/** One field in which the two differ, with both values and where they come from. */
function FieldChoice(props: {
  field: MergePreview["fields"][number];
  taken: boolean;
  onTake: (taken: boolean) => void;
}): ReactNode {
  const t = useTexts(texts);
  const words = useFieldWords();
  const sourceWords = useSourceWords();
  const format = useFormat();
  const { field } = props;
  const name = field.label ?? words.name(field.field);
  return (
    <fieldset className="c-choice">
      <legend>{name}</legend>
      <div className="c-sides">
        {(["keep", "merge"] as const).map((side) => {
          const { value, source, at } = field[side];
          const origin = [source && sourceWords(source), at && format.date(at)].filter(Boolean);
          const chosen = props.taken === (side === "merge");
          return (
            <label key={side} className="c-side" data-checked={chosen || undefined}>
              <input
                type="radio"
                name={field.field}
                checked={chosen}
                // An empty value never replaces one that is known.
                disabled={side === "merge" && value === ""}
                onChange={() => props.onTake(side === "merge")}
              />
              <span>
                {value === "" ? (
                  <span className="k-muted">{t("merge.none")}</span>
                ) : (
                  <b className="c-break">{words.value(field.field, value)}</b>
                )}
                {value !== "" && origin.length > 0 && (
                  <span className="k-sub">{origin.join(" · ")}</span>
                )}
              </span>
            </label>
          );
        })}
      </div>
    </fieldset>
  );
}
