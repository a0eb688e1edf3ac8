import { useState, type ReactNode } from "react";
import { api, hasCode } from "../../api/index.ts";
import { defineTexts, showDone, showProblem, useLocale, useTexts } from "../../ui/index.ts";

const texts = defineTexts("contactProofs", {
  de: {
    title: "Alle Nachweise dieser Person:",
    pdf: "PDF",
    json: "Datei (JSON)",
    none: "Zu diesem Kontakt gibt es noch keine Nachweise.",
  },
  en: {
    title: "All proofs of this person:",
    pdf: "PDF",
    json: "File (JSON)",
    none: "There are no proofs about this contact yet.",
  },
});

/** Everything the ledger holds about a contact, as one package that stands alone. */
export function PersonProofs({ contactId }: { contactId: string }): ReactNode {
  const t = useTexts(texts);
  const locale = useLocale();
  const [busy, setBusy] = useState(false);
  const load = async (kind: "pdf" | "json"): Promise<void> => {
    setBusy(true);
    try {
      await api.download(`/contacts/${contactId}/proofs.${kind}`, {
        filename: `${contactId}-proofs.${kind}`,
        ...(kind === "pdf" ? { query: { locale } } : {}),
      });
    } catch (error) {
      if (hasCode(error, "no_proofs")) showDone(t("none"));
      else showProblem(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <p className="k-small c-hint">
      {t("title")}{" "}
      {(["pdf", "json"] as const).map((kind) => (
        <button
          key={kind}
          type="button"
          className="k-textbutton"
          style={{ marginLeft: 8 }}
          disabled={busy}
          onClick={() => void load(kind)}
        >
          {t(kind)}
        </button>
      ))}
    </p>
  );
}
