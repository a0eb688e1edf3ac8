import { Button, Modal } from "@mantine/core";
import type { ReactNode } from "react";
import type { ExportPasswordView } from "../../../../contract/exports.ts";
import { useApiQuery } from "../../api/index.ts";
import { CopyButton, Loaded, useTexts } from "../../ui/index.ts";
import "./exports.css";
import { texts } from "./texts.ts";

/** The password of one's own export, asked for when somebody wants to see it (ORG-05). */
export function PasswordDialog(props: { at: string; onClose: () => void }): ReactNode {
  const t = useTexts(texts);
  return (
    <Modal opened onClose={props.onClose} size={520} title={t("passwordTitle")}>
      <Password {...props} />
    </Modal>
  );
}

function Password({ at, onClose }: { at: string; onClose: () => void }): ReactNode {
  const t = useTexts(texts);
  const query = useApiQuery<ExportPasswordView>(`${at}/password`, undefined, {
    // Each look is written to the audit log, so there is one.
    staleTime: Infinity,
  });
  return (
    <div className="k-stack">
      <Loaded query={query}>
        {({ password }) => (
          <div className="k-row">
            <code className="ex-password">{password}</code>
            <CopyButton value={password}>{t("copy")}</CopyButton>
          </div>
        )}
      </Loaded>
      <p>{t("passwordText")}</p>
      <p className="k-muted k-small">{t("passwordOnly")}</p>
      <div className="k-row ex-foot">
        <Button onClick={onClose}>{t("close")}</Button>
      </div>
    </div>
  );
}
