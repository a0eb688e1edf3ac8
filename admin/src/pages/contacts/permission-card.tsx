import { Button } from "@mantine/core";
import { useState, type ReactNode } from "react";
import { exclusionReasons, isExclusionReason } from "../../../../contract/reasons.ts";
import type { ContactOverview, GateAnswer } from "../../../../contract/directory.ts";
import { useCan } from "../../api/index.ts";
import {
  Answers,
  Card,
  Link,
  PermissionDialog,
  PermissionList,
  ProfilingScope,
  RuleTag,
  useFormat,
  useLocale,
  useTexts,
  type PermissionItem,
} from "../../ui/index.ts";
import { texts } from "./contact-texts.ts";
import { PersonProofs } from "./person-proofs.tsx";
import { provenBy, Proofs } from "./proofs.tsx";
import { texts as shared } from "./texts.ts";
import { profilingTones, useSourceWords } from "./words.tsx";

/** What may we do? The gate's own answers at this moment, each permission with its history and its proof. */
export function PermissionCard({ data }: { data: ContactOverview }): ReactNode {
  const t = useTexts(texts);
  const format = useFormat();
  const locale = useLocale();
  const can = useCan();
  const [asking, setAsking] = useState(false);
  const { mail, measure } = data;
  const items = usePermissionItems(data);
  const allowed = data.lists.filter((list) => list.mail.allowed).map((list) => list.name);
  const basis = data.record?.basis ?? "";
  const mayCampaign = basis !== "" && data.record?.unsubscribedAt === null;
  // Newsletters know nobody of the core system; its campaigns rest on what the core system says (CRM-19).
  const campaignAnswer = {
    id: "mail",
    question: t("may.campaign"),
    yes: mayCampaign,
    answer: mayCampaign ? t("may.yes") : t("may.no"),
    text: (
      <>
        {mayCampaign
          ? t("may.campaignText", { basis: t(`coreRecord.bases.${basis || "none"}`) })
          : data.record?.unsubscribedAt
            ? t("may.campaignLeft")
            : t("may.campaignNone")}{" "}
        <RuleTag rule="CRM-19" />
      </>
    ),
  };
  return (
    <Card
      className="c-may"
      title={t("may.title")}
      aside={t("may.checked", { time: format.time(data.checkedAt) })}
    >
      <Answers
        items={[
          data.record
            ? campaignAnswer
            : {
                id: "mail",
                question: t("may.mail"),
                yes: mail.allowed,
                answer: mail.allowed ? t("may.yes") : t("may.no"),
                text: mail.allowed ? format.list(allowed) : <Refusal answer={mail} />,
              },
          {
            id: "measure",
            question: t("may.measure"),
            yes: measure.allowed,
            answer: measure.allowed ? t("may.yes") : t("may.no"),
            text: (
              <>
                {measure.allowed
                  ? measure.since && t("may.since", { when: format.dateLong(measure.since) })
                  : measure.reason?.[locale]}{" "}
                {measure.rule && <RuleTag rule={measure.rule} />}
              </>
            ),
          },
        ]}
      />
      {measure.scope && <ProfilingScope scope={measure.scope} />}
      {!data.record && (
        <>
          <div className="c-why-button">
            <Button size="xs" onClick={() => setAsking(true)}>
              {t("may.why")}
            </Button>
          </div>
          <PermissionList items={items} />
        </>
      )}
      {!can("consents.read") && data.permissions.length > 0 && (
        <p className="k-small k-muted c-hint">{t("proof.hidden")}</p>
      )}
      {can("consents.read") && <PersonProofs contactId={data.contact.id} />}
      <Blocks data={data} />
      {asking && (
        <PermissionDialog
          contactId={data.contact.id}
          name={data.contact.name}
          lists={data.lists}
          onClose={() => setAsking(false)}
        />
      )}
    </Card>
  );
}

function Refusal({ answer }: { answer: GateAnswer }): ReactNode {
  const t = useTexts(texts);
  const locale = useLocale();
  const { reason, rule } = answer;
  const known = reason !== null && isExclusionReason(reason) ? exclusionReasons[reason] : undefined;
  return (
    <>
      {known?.explanation[locale] ?? reason} {rule && <RuleTag rule={rule} />}
      {known && (
        <span className="c-unblocks">
          {t("may.unblocks")} {known.unblocks[locale]}
        </span>
      )}
    </>
  );
}

function usePermissionItems(data: ContactOverview): PermissionItem[] {
  const t = useTexts(texts);
  const tShared = useTexts(shared);
  const format = useFormat();
  const locale = useLocale();
  const sourceWords = useSourceWords();
  const { state } = data.measure;
  const oldestFirst = data.permissions.toReversed();
  const steps = (entries: ContactOverview["permissions"]) =>
    entries.map((entry) => ({ label: `${entry.label[locale]}, ${format.date(entry.at)}` }));
  const proven = data.permissions.filter(provenBy);
  const [open, setOpen] = useState(proven.length > 0 ? firstShown(data) : undefined);
  const withProof = (entries: ContactOverview["permissions"], key: string) => {
    const own = entries.filter(provenBy).toReversed();
    if (own.length === 0) return {};
    return {
      action: (
        <Proofs
          entries={own}
          open={open === key}
          onToggle={() => setOpen(open === key ? undefined : key)}
        />
      ),
    };
  };
  const lists = data.lists.map((list): PermissionItem => {
    const own = oldestFirst.filter((entry) => entry.list?.id === list.id);
    const reason =
      list.mail.reason && isExclusionReason(list.mail.reason)
        ? exclusionReasons[list.mail.reason].label[locale]
        : undefined;
    const [tone, word] =
      list.state === "unsubscribed"
        ? (["no", t("may.unsubscribed")] as const)
        : list.state === "pending"
          ? (["wait", t("may.waiting")] as const)
          : list.mail.allowed
            ? (["ok", t("may.allowed")] as const)
            : (["plain", t("may.blocked")] as const);
    const when =
      list.state === "confirmed" && list.confirmedAt
        ? t(own.some((one) => one.kind === "consent_granted") ? "may.doi" : "may.confirmed", {
            when: format.dateLong(list.confirmedAt),
          })
        : list.state === "unsubscribed" && list.unsubscribedAt
          ? t("may.left", { when: format.dateLong(list.unsubscribedAt) })
          : t("may.pending", { when: format.dateLong(list.requestedAt) });
    return {
      id: list.id,
      title: <Link to={`/lists/${list.id}`}>{list.name}</Link>,
      tone,
      state: word,
      text: (
        <>
          {when} · {sourceWords(list.source)}
          {list.flag === "unverified" && <> · {t("may.unverified")}</>}
          {list.flag === "stale" && <> · {t("may.stale")}</>}
          {list.state === "confirmed" && !list.mail.allowed && (
            <>
              {" · "}
              {reason} {list.mail.rule && <RuleTag rule={list.mail.rule} />}
            </>
          )}
        </>
      ),
      ...(own.length > 1 && { history: steps(own) }),
      ...withProof(own, list.id),
    };
  });
  const profiling = oldestFirst.filter((entry) => entry.kind.startsWith("profiling_"));
  return [
    ...(lists.length > 0
      ? lists
      : [
          {
            id: "none",
            title: t("may.noList"),
            tone: "unknown" as const,
            state: tShared("profiling.unknown"),
            text: t("may.noListText"),
          },
        ]),
    {
      id: "profiling",
      title: t("may.profiling"),
      tone: profilingTones[state],
      state: tShared(`profiling.${state}`),
      ...(profiling.length > 0 && {
        history: [
          { label: tShared("profiling.unknown"), tone: "unknown" as const },
          ...profiling.map((entry) => ({
            label: `${stateWord(entry.kind, tShared)}, ${format.date(entry.at)}`,
          })),
        ],
      }),
      ...withProof(profiling, "profiling"),
    },
  ];
}

/** The permission whose proof is open at first: the first list that has one, else profiling. */
function firstShown(data: ContactOverview): string {
  const list = data.lists.find((one) =>
    data.permissions.some((entry) => entry.list?.id === one.id && provenBy(entry)),
  );
  return list?.id ?? "profiling";
}

function stateWord(
  kind: string,
  t: (key: "profiling.granted" | "profiling.refused" | "profiling.withdrawn") => string,
): string {
  if (kind === "profiling_granted") return t("profiling.granted");
  return kind === "profiling_refused" ? t("profiling.refused") : t("profiling.withdrawn");
}

const SCOPES = [
  "list_address",
  "newsletters_address",
  "customer_7_3_address",
  "account_address",
  "account_person",
  "source_person",
  "blacklist",
  "retained",
  "complaint",
  "held",
] as const;
const ORIGINS = [
  "link",
  "header",
  "mailto",
  "manage_page",
  "letter",
  "fax",
  "sms",
  "phone",
  "in_person",
  "reply",
  "bounce",
  "complaint",
  "operator",
  "import",
  "api",
] as const;

/** What keeps mail from this person, with where it came from. */
function Blocks({ data }: { data: ContactOverview }): ReactNode {
  const t = useTexts(texts);
  const can = useCan();
  const format = useFormat();
  if (data.suppressions.length === 0) return null;
  return (
    <div className="c-blocks">
      <div className="k-row c-blocks-head">
        <h3>{t("blocks.title")}</h3>
        {can("suppression.read") && (
          <Link
            className="k-small"
            to={`/lists/blocks?q=${encodeURIComponent(data.contact.email)}`}
          >
            {t("blocks.manage")}
          </Link>
        )}
      </div>
      <ul>
        {data.suppressions.map((block) => {
          const scope = SCOPES.find((one) => one === block.scope);
          const origin = ORIGINS.find((one) => one === block.origin);
          return (
            <li key={`${block.scope}-${block.since}`}>
              <b>{scope ? t(`blocks.scopes.${scope}`) : block.scope}</b>{" "}
              <span className="k-muted">
                {t("blocks.since", {
                  when: format.date(block.since),
                  origin: origin ? t(`blocks.origins.${origin}`) : block.origin,
                })}
                {block.reason.includes(" ") && <> · {block.reason}</>}
              </span>
            </li>
          );
        })}
      </ul>
    </div>
  );
}
