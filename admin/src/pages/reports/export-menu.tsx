import { Button, Menu } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { useState, type ReactNode } from "react";
import { api } from "../../api/index.ts";
import { showProblem, useLocale, useTexts } from "../../ui/index.ts";
import { texts } from "./texts.ts";

/** What the page shows as a file: `path` without its ending, with the same query. */
export function ExportMenu(props: {
  path: string;
  query: Record<string, string | undefined>;
}): ReactNode {
  const t = useTexts(texts);
  const locale = useLocale();
  const [busy, setBusy] = useState(false);
  const save = (format: "csv" | "xlsx"): void => {
    setBusy(true);
    api
      .download(`${props.path}.${format}`, { query: { ...props.query, locale } })
      .catch((error: unknown) => showProblem(error))
      .finally(() => setBusy(false));
  };
  return (
    <Menu position="bottom-end" shadow="md">
      <Menu.Target>
        <Button
          leftSection={<IconDownload size={18} stroke={1.6} aria-hidden="true" />}
          loading={busy}
        >
          {t("export")}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => save("xlsx")}>{t("exportXlsx")}</Menu.Item>
        <Menu.Item onClick={() => save("csv")}>{t("exportCsv")}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
