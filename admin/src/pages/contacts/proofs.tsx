import { useState, type ReactNode } from "react";
import type { ContactOverview } from "../../../../contract/directory.ts";
import { api } from "../../api/index.ts";
import { ProofCard, showProblem, useFormat, useLocale, useTexts } from "../../ui/index.ts";
import { texts } from "./contact-texts.ts";
import { useSourceWords } from "./words.tsx";

type Permission = ContactOverview["permissions"][number];

const GIVEN = new Set(["consent_granted", "profiling_granted", "imported_with_evidence"]);

/** Whether an entry gave a permission and its proof may be shown. */
export function provenBy(entry: Permission): boolean {
  return GIVEN.has(entry.kind) && entry.proof !== null;
}

/** The proofs of one permission, newest first: the newest counts, the earlier ones on demand. */
export function Proofs(props: {
  entries: Permission[];
  open: boolean;
  onToggle: () => void;
}): ReactNode {
  const t = useTexts(texts);
  const [all, setAll] = useState(false);
  const { entries, open } = props;
  const rest = entries.length - 1;
  return (
    <div className="c-proofs">
      <button
        type="button"
        className="k-textbutton k-small"
        aria-expanded={open}
        onClick={props.onToggle}
      >
        {open ? t("proof.hide") : t("proof.show")}
      </button>
      {open &&
        (all ? entries : entries.slice(0, 1)).map((entry) => (
          <Proof key={entry.id} entry={entry} />
        ))}
      {open && rest > 0 && (
        <button
          type="button"
          className="k-textbutton k-small"
          aria-expanded={all}
          onClick={() => setAll(!all)}
        >
          {all ? t("proof.fewer") : t("proof.more", { count: rest })}
        </button>
      )}
    </div>
  );
}

/** The wording as it was shown, when and where it was declared, and whether the entry is unchanged. */
function Proof({ entry }: { entry: Permission }): ReactNode {
  const t = useTexts(texts);
  const format = useFormat();
  const locale = useLocale();
  const sourceWords = useSourceWords();
  const proof = entry.proof!;
  const facts = [
    proof.wording ? t("proof.wording", { version: proof.wording.version }) : undefined,
    proof.source ? sourceWords(proof.source) : undefined,
    t("proof.declared", { when: format.dateTime(entry.at) }),
    proof.sealedUntil ? t("proof.sealed", { when: format.date(proof.sealedUntil) }) : undefined,
  ];
  return (
    <ProofCard
      subject={
        entry.list?.name ??
        (entry.kind === "profiling_granted" ? t("proof.profiling") : t("proof.newsletter"))
      }
      wording={proof.shownText ?? t("proof.noText")}
      source={facts.filter(Boolean).join(" · ")}
      hash={proof.commitment}
      chain={proof.intact ? "ok" : "broken"}
      action={
        <span className="c-proof-act">
          <span className="k-mono c-break">{t("proof.entry", { id: entry.id })}</span>
          <Download entry={entry} kind="pdf" query={{ locale }} />
          <Download entry={entry} kind="json" />
        </span>
      }
    />
  );
}

function Download(props: {
  entry: Permission;
  kind: "pdf" | "json";
  query?: Record<string, string>;
}): ReactNode {
  const t = useTexts(texts);
  const [busy, setBusy] = useState(false);
  const { entry, kind, query } = props;
  const load = async (): Promise<void> => {
    setBusy(true);
    try {
      await api.download(`/consents/${entry.id}/proof.${kind}`, {
        ...(query && { query }),
        filename: `${entry.id}.${kind}`,
      });
    } catch (error) {
      showProblem(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <button type="button" className="k-textbutton" disabled={busy} onClick={() => void load()}>
      {t(`proof.${kind}`)}
    </button>
  );
}
