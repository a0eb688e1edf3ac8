import { Select, MultiSelect, SegmentedControl, Textarea, TextInput } from "@mantine/core";
import type { ReactNode } from "react";
import type { ListView } from "../../../../../contract/lists.ts";
import type { MailingView } from "../../../../../contract/mailings.ts";
import type { SenderView } from "../../../../../contract/senders.ts";
import { useApiQuery, useCan } from "../../../api/index.ts";
import { FieldWithHelp, Link, Notice, useTexts } from "../../../ui/index.ts";
import { BehaviourNotice } from "../follow-up/index.ts";
import { LanguageVersions, useLanguages } from "../languages/index.ts";
import { places } from "../places.ts";
import { AudienceLine } from "./audience-line.tsx";
import type { Draft } from "./draft.ts";
import { LinkSettings } from "./link-settings.tsx";
import { OfferField } from "./offer-field.tsx";
import { ScopeField } from "./scope-field.tsx";
import { SegmentField } from "./segment-field.tsx";
import { MergeFieldPalette } from "./merge-field-palette.tsx";
import { useWays } from "./places-in-draft.ts";
import { texts } from "./texts.ts";
import type { Change } from "./use-draft.ts";

const SUBJECT_GOOD = 50;
const PREHEADER_GOOD = 90;

/** Name, sender, lists, subject, links and placeholders. */
export function SettingsPane(props: {
  draft: Draft;
  change: Change;
  saved: MailingView;
  dirty: boolean;
  readOnly: boolean;
}): ReactNode {
  const t = useTexts(texts);
  const ways = useWays();
  const { draft, change, readOnly } = props;
  const isVersion = useLanguages(props.saved.id)?.main != null;
  const versions = (
    <LanguageVersions mailingId={props.saved.id} locale={draft.locale} readOnly={readOnly} />
  );
  return (
    <div className="k-stack m-settings">
      {isVersion && versions}
      {props.saved.purpose === "tracking_question" && <Notice>{t("questionNotice")}</Notice>}
      <TextInput
        label={t("name")}
        value={draft.name}
        maxLength={200}
        disabled={readOnly}
        error={draft.name.trim() === "" ? t("nameMissing") : undefined}
        onChange={(event) => change({ name: event.currentTarget.value }, "name")}
      />
      {!isVersion && <SenderField {...props} />}
      {isVersion ? null : props.saved.kind === "customer_7_3" ? (
        <OfferField draft={draft} change={change} readOnly={readOnly} />
      ) : props.saved.kind === "core_campaign" ? (
        <CoreListLine saved={props.saved} />
      ) : (
        <>
          <ListField {...props} />
          <ScopeField {...props} />
        </>
      )}
      <FieldWithHelp label={t("subject")} help={t("subjectHelp")}>
        {(aria) => (
          <>
            <Textarea
              {...aria}
              data-field="subject"
              value={draft.subject}
              maxLength={300}
              autosize
              minRows={1}
              disabled={readOnly}
              onFocus={() => ways.entered("subject")}
              onKeyDown={(event) => event.key === "Enter" && event.preventDefault()}
              onChange={(event) =>
                change({ subject: event.currentTarget.value.replace(/\s*\n\s*/g, " ") }, "subject")
              }
            />
            <LengthWords text={draft.subject} good={SUBJECT_GOOD} />
          </>
        )}
      </FieldWithHelp>
      <FieldWithHelp label={t("preheader")} help={t("preheaderHelp")}>
        {(aria) => (
          <>
            <Textarea
              {...aria}
              data-field="preheader"
              value={draft.preheader}
              maxLength={300}
              autosize
              minRows={2}
              disabled={readOnly}
              onFocus={() => ways.entered("preheader")}
              onChange={(event) =>
                change(
                  { preheader: event.currentTarget.value.replace(/\s*\n\s*/g, " ") },
                  "preheader",
                )
              }
            />
            <LengthWords text={draft.preheader} good={PREHEADER_GOOD} />
          </>
        )}
      </FieldWithHelp>
      <div>
        <p className="m-legend" id="m-locale">
          {t("locale")}
        </p>
        <SegmentedControl
          className="m-segments"
          aria-labelledby="m-locale"
          value={draft.locale}
          disabled={readOnly}
          onChange={(value) => change({ locale: value as Draft["locale"] })}
          data={[
            { value: "de", label: "Deutsch" },
            { value: "en", label: "English" },
          ]}
        />
      </div>
      {!isVersion && versions}
      {!readOnly && <MergeFieldPalette />}
      <LinkSettings {...props} />
    </div>
  );
}

interface PaneProps {
  draft: Draft;
  change: Change;
  readOnly: boolean;
}

function SenderField({ draft, change, readOnly }: PaneProps): ReactNode {
  const t = useTexts(texts);
  const can = useCan();
  const senders = useApiQuery<{ items: SenderView[] }>("/senders", undefined, {
    enabled: can("senders.read"),
  });
  const items = senders.data?.items ?? [];
  return (
    <div>
      <Select
        data-field="sender"
        label={t("sender")}
        placeholder={t("senderChoose")}
        disabled={readOnly}
        allowDeselect={false}
        value={draft.senderId}
        onChange={(senderId) => change({ senderId })}
        data={items.map((sender) => ({
          value: sender.id,
          label: `${sender.fromName} <${sender.fromAddress}>`,
        }))}
      />
      {senders.isSuccess && items.length === 0 && (
        <p className="k-base m-under">
          {t("senderNone")} <Link to={places.senders}>{t("senderAdd")}</Link>
        </p>
      )}
    </div>
  );
}

function ListField({
  draft,
  change,
  readOnly,
  saved,
}: PaneProps & { saved: MailingView }): ReactNode {
  const t = useTexts(texts);
  const can = useCan();
  const lists = useApiQuery<{ items: ListView[] }>("/lists", undefined, {
    enabled: can("lists.read"),
  });
  const items = (lists.data?.items ?? []).filter(
    (list) => list.archivedAt === null || draft.listIds.includes(list.id),
  );
  return (
    <div>
      <MultiSelect
        data-field="lists"
        label={t("lists")}
        placeholder={draft.listIds.length === 0 ? t("listsChoose") : undefined}
        disabled={readOnly}
        searchable
        value={draft.listIds}
        onChange={(listIds) => change({ listIds })}
        data={items.map((list) => ({ value: list.id, label: list.name }))}
      />
      {saved.kind === "newsletter" && (
        <SegmentField draft={draft} change={change} readOnly={readOnly} saved={saved} />
      )}
      {lists.isSuccess && items.length === 0 ? (
        <p className="k-base m-under">
          {t("listsNone")} <Link to={places.lists}>{t("listsAdd")}</Link>
        </p>
      ) : saved.behaviour ? (
        <BehaviourNotice behaviour={saved.behaviour} />
      ) : (
        <AudienceLine
          listIds={draft.listIds}
          purpose={saved.purpose}
          wordingFrom={draft.wordingFrom}
          segment={draft.segmentId}
        />
      )}
    </div>
  );
}

function LengthWords({ text, good }: { text: string; good: number }): ReactNode {
  const t = useTexts(texts);
  if (text === "") return null;
  const count = [...text].length;
  return (
    <p className="k-base m-under m-length" data-long={count > good || undefined}>
      <span>{t("length", { count })}</span>
      <span>{count > good ? t("lengthLong") : t("lengthGood")}</span>
    </p>
  );
}

/** A campaign is made for its list and keeps it (CRM-01). */
function CoreListLine({ saved }: { saved: MailingView }): ReactNode {
  const t = useTexts(texts);
  const { coreList } = saved;
  return (
    <div>
      <p className="m-legend">{t("coreList")}</p>
      {coreList && <Link to={`/kampagnenlisten/${coreList.id}`}>{coreList.name}</Link>}
      <p className="k-muted">{t("coreListHelp")}</p>
    </div>
  );
}
