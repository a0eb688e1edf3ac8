import { Button, Textarea } from "@mantine/core";
import { useState, type ReactNode } from "react";
import type { SignedRule, SignedRuleChange } from "../../../../contract/intake.ts";
import { api, useApiMutation } from "../../api/index.ts";
import { Card, Problem, showDone, useFormat, useTexts } from "../../ui/index.ts";
import { texts } from "./consent-texts.ts";
import { useIntakeErrors } from "./use-intake-errors.ts";

/** For owners: whether a signed declaration counts without an opt-in mail, and why (CON-13). */
export function SignedRuleCard({ rule }: { rule: SignedRule }): ReactNode {
  const t = useTexts(texts);
  const format = useFormat();
  const words = useIntakeErrors();
  const [reason, setReason] = useState("");
  const change = useApiMutation(
    (next: SignedRuleChange) => api.put<SignedRule>("/intake/signed-rule", next),
    {
      invalidates: ["/intake/form"],
      onSuccess: () => {
        setReason("");
        showDone(t("rule.saved"));
      },
    },
  );
  return (
    <Card title={t("rule.title")}>
      <div className="k-stack">
        <p>
          {rule.enabled
            ? t("rule.on", {
                by: rule.by,
                date: rule.at ? format.date(rule.at) : "–",
                reason: rule.reason,
              })
            : t("rule.off")}
        </p>
        {!rule.enabled && (
          <Textarea
            label={t("rule.reason")}
            description={t("rule.reasonHelp")}
            autosize
            minRows={2}
            maxLength={1000}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
        )}
        {change.error && <Problem error={change.error} words={words} />}
        <div className="k-row">
          <Button
            loading={change.isPending}
            disabled={!rule.enabled && reason.trim().length < 10}
            onClick={() =>
              change.mutate(rule.enabled ? { enabled: false } : { enabled: true, reason })
            }
          >
            {t(rule.enabled ? "rule.disable" : "rule.enable")}
          </Button>
        </div>
      </div>
    </Card>
  );
}
