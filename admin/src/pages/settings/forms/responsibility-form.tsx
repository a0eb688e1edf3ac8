import { Button } from "@mantine/core";
import { IconSignature } from "@tabler/icons-react";
import { useState, type ReactNode } from "react";
import { useCan, useSession } from "../../../api/index.ts";
import { Card, Notice, Problem, useFormat, useLocale, useTexts } from "../../../ui/index.ts";
import { useSaveAccount } from "../shared/account.ts";
import type { FormProps } from "../shared/form-props.ts";
import { texts } from "./responsibility-texts.ts";

/** The note on responsibility (T-18): read, and taken note of by name. */
export function ResponsibilityForm({ account, frame }: FormProps): ReactNode {
  const t = useTexts(texts);
  const locale = useLocale();
  const format = useFormat();
  const { operator } = useSession();
  const can = useCan();
  const save = useSaveAccount();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const { text, version, accepted } = account.responsibility;
  const accept = async (): Promise<void> => {
    setBusy(true);
    setError(undefined);
    try {
      await save(() => ({ responsibility: { accepted: true } }));
    } catch (problem) {
      setError(problem);
    } finally {
      setBusy(false);
    }
  };
  return frame(
    undefined,
    <div className="k-stack-lg">
      <blockquote className="set-note" lang={locale}>
        <p>{text[locale]}</p>
        <footer>{t("version", { version })}</footer>
      </blockquote>
      {error !== undefined && <Problem error={error} />}
      {accepted ? (
        <div className="set-signed">
          <IconSignature size={22} stroke={1.5} aria-hidden="true" />
          <div>
            <b>{accepted.by}</b>
            <p>{t("acceptedAt", { at: format.dateTime(accepted.at) })}</p>
          </div>
        </div>
      ) : can("account.manage") ? (
        <div className="k-row">
          <Button variant="filled" loading={busy} onClick={() => void accept()}>
            {t("accept")}
          </Button>
          <span className="k-small k-muted">{t("asWhom", { name: operator.name })}</span>
        </div>
      ) : (
        <Notice>{t("ownersOnly")}</Notice>
      )}
    </div>,
    <Card title={t("whyTitle")}>
      <div className="k-stack k-small k-muted">
        <p>{t("why1")}</p>
        <p>{t("why2")}</p>
      </div>
    </Card>,
  );
}
