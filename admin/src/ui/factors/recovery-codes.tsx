import { Button, Checkbox } from "@mantine/core";
import { IconDownload, IconPrinter } from "@tabler/icons-react";
import { useState, type ReactNode } from "react";
import { useTexts } from "../../i18n/index.ts";
import { CopyButton } from "../forms.tsx";
import "./factors.css";
import { factorTexts } from "./texts.ts";

/** Shows recovery codes, this once, and lets go only when they are kept. */
export function RecoveryCodeList(props: {
  codes: readonly string[];
  onDone: () => void;
}): ReactNode {
  const t = useTexts(factorTexts);
  const [kept, setKept] = useState(false);
  const all = props.codes.join("\n");
  return (
    <div className="k-stack">
      <p>{t("codes.text")}</p>
      <div className="k-codes-print">
        <ul className="k-codes" aria-label={t("codes.title")}>
          {props.codes.map((code) => (
            <li key={code}>
              <code>{code}</code>
            </li>
          ))}
        </ul>
      </div>
      <div className="k-row">
        <CopyButton value={all}>{t("codes.copy")}</CopyButton>
        <Button
          size="xs"
          leftSection={<IconPrinter size={16} stroke={1.6} aria-hidden="true" />}
          onClick={() => window.print()}
        >
          {t("codes.print")}
        </Button>
        <Button
          size="xs"
          leftSection={<IconDownload size={16} stroke={1.6} aria-hidden="true" />}
          onClick={() => saveText(`${t("codes.fileHead")}\n\n${all}\n`)}
        >
          {t("codes.save")}
        </Button>
      </div>
      <Checkbox
        label={t("codes.kept")}
        checked={kept}
        onChange={(event) => setKept(event.currentTarget.checked)}
      />
      <Button variant="filled" disabled={!kept} onClick={props.onDone}>
        {t("codes.finish")}
      </Button>
    </div>
  );
}

function saveText(text: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: "text/plain" }));
  const link = document.createElement("a");
  link.href = address;
  link.download = "klarpost-codes.txt";
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
