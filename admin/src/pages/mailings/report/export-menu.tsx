import { Button, Menu } from "@mantine/core";
import {
  IconDownload,
  IconFileTypeCsv,
  IconFileTypePdf,
  IconPrinter,
  IconTable,
} from "@tabler/icons-react";
import { useState, type ReactNode } from "react";
import { api } from "../../../api/index.ts";
import { showProblem, useFormat, useTexts } from "../../../ui/index.ts";
import { texts } from "./texts.ts";

const FORMATS = [
  ["xlsx", IconTable],
  ["pdf", IconFileTypePdf],
  ["csv", IconFileTypeCsv],
] as const;

/** The report as a file. Whatever the page hides is hidden in each. */
export function ExportMenu({ id }: { id: string }): ReactNode {
  const t = useTexts(texts);
  const { locale } = useFormat();
  const [busy, setBusy] = useState(false);
  const save = (format: string): void => {
    setBusy(true);
    api
      .download(`/mailings/${id}/report.${format}`, { query: { locale } })
      .catch((error: unknown) => showProblem(error))
      .finally(() => setBusy(false));
  };
  const icon = { size: 18, stroke: 1.6, "aria-hidden": true } as const;
  return (
    <Menu position="bottom-end" width={290}>
      <Menu.Target>
        <Button leftSection={<IconDownload {...icon} />} loading={busy}>
          {t("export")}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {FORMATS.map(([format, FormatIcon]) => (
          <Menu.Item
            key={format}
            leftSection={<FormatIcon {...icon} />}
            onClick={() => save(format)}
          >
            {t(`exports.${format}`)}
          </Menu.Item>
        ))}
        <Menu.Item leftSection={<IconPrinter {...icon} />} onClick={() => window.print()}>
          {t("exports.print")}
        </Menu.Item>
        <p className="k-small k-muted m-menu-note">{t("exports.note")}</p>
      </Menu.Dropdown>
    </Menu>
  );
}
