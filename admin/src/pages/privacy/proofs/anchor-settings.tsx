import { Button, Checkbox, TextInput } from "@mantine/core";
import { useState, type ReactNode } from "react";
import type { LedgerStateView } from "../../../../../contract/ledger.ts";
import { api, useApiMutation, useCan } from "../../../api/index.ts";
import { CopyButton, showDone, showProblem, useTexts } from "../../../ui/index.ts";
import { ledgerTexts } from "./ledger-texts.ts";

/** Where checkpoints go, and the key that anybody checks them with. */
export function AnchorSettings({ state }: { state: LedgerStateView }): ReactNode {
  const t = useTexts(ledgerTexts);
  const can = useCan();
  const { settings } = state;
  const [draft, setDraft] = useState({
    mail: settings.mail,
    webhookUrl: settings.webhookUrl ?? "",
    timestampUrl: settings.timestampUrl ?? "",
  });
  const save = useApiMutation(
    () =>
      api.put("/ledger/anchor-settings", {
        mail: draft.mail,
        webhookUrl: draft.webhookUrl.trim() || null,
        timestampUrl: draft.timestampUrl.trim() || null,
      }),
    {
      invalidates: ["/ledger", "/audit"],
      onSuccess: () => showDone(t("saved")),
      onError: (error) => showProblem(error),
    },
  );
  return (
    <details className="pv-more">
      <summary>{t("where")}</summary>
      <div className="k-stack">
        {can("privacy.manage") && (
          <>
            <Checkbox
              label={t("byMail")}
              description={
                settings.mailTo === null
                  ? t("byMailNobody")
                  : t("byMailTo", { address: settings.mailTo })
              }
              checked={draft.mail}
              onChange={(event) => setDraft({ ...draft, mail: event.currentTarget.checked })}
            />
            <TextInput
              type="url"
              label={t("webhook")}
              description={t("webhookHelp")}
              placeholder="https://"
              value={draft.webhookUrl}
              onChange={(event) => setDraft({ ...draft, webhookUrl: event.currentTarget.value })}
            />
            <TextInput
              type="url"
              label={t("timestamp")}
              description={t("timestampHelp")}
              placeholder="https://"
              value={draft.timestampUrl}
              onChange={(event) => setDraft({ ...draft, timestampUrl: event.currentTarget.value })}
            />
            <div>
              <Button loading={save.isPending} onClick={() => save.mutate()}>
                {t("save")}
              </Button>
            </div>
          </>
        )}
        <div>
          <p className="k-lab">{t("key")}</p>
          <div className="pv-command">
            <code>{state.publicKey}</code>
            <CopyButton value={state.publicKey} />
          </div>
          <p className="k-small k-muted">{t("keyHelp")}</p>
        </div>
      </div>
    </details>
  );
}
