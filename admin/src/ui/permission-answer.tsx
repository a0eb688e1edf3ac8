import { Modal, Select } from "@mantine/core";
import { IconCheck, IconMinus, IconX } from "@tabler/icons-react";
import { useState, type ReactNode } from "react";
import type { PermissionAnswer, PermissionStep } from "../../../contract/permission.ts";
import type { SearchAnswer } from "../../../contract/directory.ts";
import type { MailingView } from "../../../contract/mailings.ts";
import { useApiQuery, useCan, type Page } from "../api/index.ts";
import { useFormat, useLocale, useTexts } from "../i18n/index.ts";
import { CopyButton } from "./forms.tsx";
import { Pill, RuleTag } from "./marks.tsx";
import { Loaded } from "./page.tsx";
import { ProfilingScope } from "./profiling-scope.tsx";
import { permissionTexts } from "./permission-texts.ts";
import { SearchField } from "./table-parts.tsx";

interface Asked {
  contactId: string;
  name: string;
  /** Ask about this mailing at first. */
  mailing?: string;
  /** Lists of the person, to choose from. */
  lists?: readonly { id: string; name: string }[];
}

const KINDS = [
  "customer_7_3",
  "core_campaign",
  "one_to_one",
  "transactional",
  "opt_in",
  "privacy_notice",
  "system",
] as const;

/** "May we, and why?" for one person: the gate's own steps, the measuring, what would change a no, and a letter. */
export function PermissionDialog(props: Asked & { onClose: () => void }): ReactNode {
  const t = useTexts(permissionTexts);
  return (
    <Modal opened onClose={props.onClose} size={760} title={t("title")}>
      <PermissionQuestion {...props} />
    </Modal>
  );
}

/** `mailing=…`, `list=…`, `kind=…` or nothing, as the call takes it. */
function PermissionQuestion(props: Asked): ReactNode {
  const t = useTexts(permissionTexts);
  const can = useCan();
  const [about, setAbout] = useState(props.mailing ? `mailing=${props.mailing}` : "own=");
  const mailings = useApiQuery<Page<MailingView>>(can("mailings.read") ? "/mailings" : undefined, {
    limit: 20,
  });
  const [key = "", value = ""] = about.split("=");
  const answer = useApiQuery<PermissionAnswer>(
    `/contacts/${props.contactId}/permission`,
    key === "own" ? undefined : { [key]: value },
    { staleTime: 0 },
  );
  const known = (mailings.data?.items ?? []).map((one) => ({ id: one.id, name: one.name }));
  const asked = answer.data?.mailing;
  const choices = asked && !known.some((one) => one.id === asked.id) ? [asked, ...known] : known;
  return (
    <div className="k-stack">
      <p>
        <b className="k-break">{props.name}</b>
      </p>
      <Select
        label={t("about")}
        value={about}
        onChange={(next) => next !== null && setAbout(next)}
        allowDeselect={false}
        searchable
        data={[
          { group: t("groups.general"), items: [{ value: "own=", label: t("ownLists") }] },
          {
            group: t("groups.lists"),
            items: (props.lists ?? []).map((list) => ({
              value: `list=${list.id}`,
              label: list.name,
            })),
          },
          {
            group: t("groups.mailings"),
            items: choices.map((one) => ({ value: `mailing=${one.id}`, label: one.name })),
          },
          {
            group: t("groups.kinds"),
            items: KINDS.map((kind) => ({
              value: `kind=${kind}`,
              label: t(`kinds.${kind === "one_to_one" ? "personal" : kind}`),
            })),
          },
        ].filter((group) => group.items.length > 0)}
      />
      <Loaded query={answer}>{(data) => <PermissionView answer={data} />}</Loaded>
    </div>
  );
}

/** The answer itself. */
function PermissionView({ answer }: { answer: PermissionAnswer }): ReactNode {
  const t = useTexts(permissionTexts);
  const locale = useLocale();
  const format = useFormat();
  const { measure } = answer;
  return (
    <div className="k-stack k-why-answer">
      <div className="k-why-head" data-yes={answer.allowed}>
        <Pill tone={answer.allowed ? "ok" : "no"}>{answer.allowed ? t("yes") : t("no")}</Pill>
        <p>
          {answer.summary[locale]} {answer.rule && <RuleTag rule={answer.rule} />}
        </p>
        <p className="k-small k-muted">
          {t("checked", { when: format.dateTime(answer.checkedAt) })} · {t("logged")}
        </p>
      </div>
      {answer.sent && <p>{answer.sent.sentence[locale]}</p>}
      {answer.unblocks && (
        <section>
          <h3>{t("unblocks")}</h3>
          <p>{answer.unblocks[locale]}</p>
        </section>
      )}
      <section>
        <h3>{t("measure")}</h3>
        <p>
          <b>{t(`levels.${measure.level}`)}.</b> {measure.sentence[locale]}{" "}
          <RuleTag rule={measure.rule} />
        </p>
        {measure.obstacle && (
          <p>
            {measure.obstacle.text[locale]} <RuleTag rule={measure.obstacle.rule} />
          </p>
        )}
        {measure.scope && <ProfilingScope scope={measure.scope} />}
      </section>
      <section>
        <h3>{t("steps")}</h3>
        <ol className="k-why">
          {answer.steps.map((step, at) => (
            <StepLine key={`${step.id}-${at}`} step={step} />
          ))}
        </ol>
      </section>
      <section>
        <h3>{t("letter")}</h3>
        <p className="k-small k-muted">{t("letterText")}</p>
        <pre className="k-why-letter" tabIndex={0}>
          {answer.letter[locale]}
        </pre>
        <CopyButton value={answer.letter[locale]}>{t("copyLetter")}</CopyButton>
      </section>
    </div>
  );
}

const ICONS = { passed: IconCheck, stopped: IconX, not_reached: IconMinus } as const;

function StepLine({ step }: { step: PermissionStep }): ReactNode {
  const t = useTexts(permissionTexts);
  const locale = useLocale();
  const Icon = ICONS[step.state];
  const { evidence } = step;
  const id = evidence?.id;
  const reference =
    id === null || id === undefined || evidence === null
      ? undefined
      : evidence.kind === "ledger_entry"
        ? t("entry", { id })
        : evidence.kind === "suppression"
          ? t("block", { id })
          : undefined;
  return (
    <li data-state={step.state}>
      <Icon size={18} stroke={2} aria-hidden="true" />
      <div>
        <b>{step.title[locale]}</b>{" "}
        <span className="k-hidden-visually">{t(`states.${step.state}`)}: </span>
        <span>{step.sentence[locale]}</span> <RuleTag rule={step.rule} />
        {reference && <span className="k-sub k-break">{reference}</span>}
        {evidence?.kind === "suppression" && evidence.note && (
          <span className="k-sub k-break">{t("note", { note: evidence.note })}</span>
        )}
      </div>
    </li>
  );
}

/** From a mailing: find a person and ask about this very mailing. Only for those who may see contacts. */
export function PermissionLookup({ mailing }: { mailing: string }): ReactNode {
  const t = useTexts(permissionTexts);
  const can = useCan();
  const [text, setText] = useState("");
  const [chosen, setChosen] = useState<{ id: string; name: string }>();
  const found = useApiQuery<SearchAnswer>(text.length > 1 ? "/search" : undefined, {
    q: text,
    limit: 12,
  });
  if (!can("contacts.read")) return null;
  const people = (found.data?.items ?? []).filter((one) => one.kind === "contact");
  return (
    <div className="k-why-lookup">
      <p className="k-small">{t("lookup")}</p>
      <SearchField value={text} onChange={setText} label={t("find")} placeholder={t("find")} />
      {text.length > 1 && found.data && people.length === 0 && (
        <p className="k-small k-muted">{t("notFound")}</p>
      )}
      {text.length > 1 && people.length > 0 && (
        <ul>
          {people.slice(0, 6).map((one) => (
            <li key={one.id}>
              <button
                type="button"
                className="k-textbutton k-break"
                onClick={() => setChosen({ id: one.id, name: one.title })}
              >
                {one.title}
                {one.subtitle && one.subtitle !== one.title && ` · ${one.subtitle}`}
              </button>
            </li>
          ))}
        </ul>
      )}
      {chosen && (
        <PermissionDialog
          contactId={chosen.id}
          name={chosen.name}
          mailing={mailing}
          onClose={() => setChosen(undefined)}
        />
      )}
    </div>
  );
}
