import { Modal } from "@mantine/core";
import { useState, type ReactNode } from "react";
import { exclusionReasons, isExclusionReason } from "../../../contract/reasons.ts";
import { useFormat, useLocale, useTexts } from "../i18n/index.ts";
import { audienceTexts } from "./audience-texts.ts";
import { ReasonList } from "./marks.tsx";

/** People of lists, as the gate counts them. */
export interface Audience {
  /** Everybody with a subscription that did not end. */
  candidates: number;
  mailable: number;
  /** Of the mailable: measured per person. */
  measurable: number;
  reasons: { reason: string; rule: string; count: number }[];
}

/**
 * Beside every number of people: how many may be mailed and how many measured. A click says why not the others,
 * each reason with its rule and what would change it.
 */
export function AudienceLine(props: {
  /** Undefined while it is being counted. */
  audience: Audience | undefined;
  /** Without the number of people, where it stands elsewhere. */
  short?: boolean;
  /** The reasons stand beside it anyway. */
  reasonsShown?: boolean;
  /** Further sentence in the dialog: who is not counted here. */
  note?: ReactNode;
}): ReactNode {
  const t = useTexts(audienceTexts);
  const format = useFormat();
  const [open, setOpen] = useState(false);
  const { audience } = props;
  if (!audience) return <p className="k-audience">{t("counting")}</p>;
  const { candidates, mailable, measurable } = audience;
  const left = candidates - mailable;
  const count = (value: number): ReactNode => <b className="k-tabular">{format.number(value)}</b>;
  return (
    <p className="k-audience">
      {!props.short && (
        <span>
          {count(candidates)} {t("people", { count: candidates })}
        </span>
      )}
      <span>
        {count(mailable)} {t("mailable", { count: mailable })}
      </span>
      <span>
        {count(measurable)} {t("measurable", { count: measurable })}
      </span>
      {left > 0 && !props.reasonsShown && (
        <button type="button" className="k-textbutton" onClick={() => setOpen(true)}>
          {t("whyNot")}
        </button>
      )}
      <Modal
        opened={open}
        onClose={() => setOpen(false)}
        size={620}
        title={t("title", { count: left })}
      >
        <AudienceReasons audience={audience} note={props.note} />
      </Modal>
    </p>
  );
}

function AudienceReasons(props: { audience: Audience; note?: ReactNode }): ReactNode {
  const t = useTexts(audienceTexts);
  return (
    <div className="k-stack">
      <ExclusionList reasons={props.audience.reasons} />
      <p className="k-small k-muted">{t("measuring")}</p>
      {props.note && <p className="k-small k-muted">{props.note}</p>}
    </div>
  );
}

/** Reasons of the gate as plain sentences, each with its number, its rule and what would change it. */
export function ExclusionList(props: {
  reasons: readonly { reason: string; rule: string; count?: number }[];
}): ReactNode {
  const t = useTexts(audienceTexts);
  const locale = useLocale();
  return (
    <ReasonList
      reasons={props.reasons.map(({ reason, rule, count }) => {
        const known = isExclusionReason(reason) ? exclusionReasons[reason] : undefined;
        return {
          id: reason,
          title: known?.label[locale] ?? reason,
          ...(known && {
            text: (
              <>
                {known.explanation[locale]}
                <br />
                {t("unblocks")} {known.unblocks[locale]}
              </>
            ),
          }),
          ...(count !== undefined && { count }),
          rule,
        };
      })}
    />
  );
}
