import { Button, Modal, SegmentedControl } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { useState, type FormEvent, type ReactNode } from "react";
import type { ExportView, NewExport, PersonsOf } from "../../../../../contract/exports.ts";
import { api, useApiMutation } from "../../../api/index.ts";
import {
  ExportReason,
  mayExport,
  noReasons,
  reasonsOf,
  RuleTag,
  useExportAsked,
  useFormat,
  useGo,
  useTexts,
} from "../../../ui/index.ts";
import { texts } from "./texts.ts";

const FORMATS = ["xlsx", "csv", "jsonl"] as const;
type Format = (typeof FORMATS)[number];
const NAMES: Record<Format, string> = { xlsx: "XLSX", csv: "CSV", jsonl: "JSON" };

/** Takes the list of persons out of the product as every export leaves: with a reason, by a job, encrypted (TRK-12, ORG-05). */
export function PersonsExport({ persons }: { persons: PersonsOf }): ReactNode {
  const t = useTexts(texts);
  const [opened, setOpened] = useState(false);
  return (
    <>
      <Button
        leftSection={<IconDownload size={18} stroke={1.6} aria-hidden="true" />}
        onClick={() => setOpened(true)}
      >
        {t("persons.exportButton")}
      </Button>
      <Modal
        opened={opened}
        onClose={() => setOpened(false)}
        title={t("persons.exportTitle")}
        size={520}
      >
        <ExportForm persons={persons} />
      </Modal>
    </>
  );
}

function ExportForm({ persons }: { persons: PersonsOf }): ReactNode {
  const t = useTexts(texts);
  const { locale } = useFormat();
  const go = useGo();
  const onAsked = useExportAsked();
  const [format, setFormat] = useState<Format>("xlsx");
  const [reasons, setReasons] = useState(noReasons);
  const start = useApiMutation(
    () => {
      const wanted: NewExport = {
        what: "report_persons",
        persons,
        format,
        locale,
        ...reasonsOf(reasons),
      };
      return api.post<ExportView>("/contact-exports", wanted);
    },
    {
      invalidates: ["/contact-exports"],
      onSuccess: (asked) => {
        onAsked(asked);
        go("/contacts/export?what=report_persons");
      },
    },
  );
  const isReady = mayExport(reasons, start.error) && !start.isPending;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (isReady) start.mutate(undefined);
  };
  return (
    <form className="k-stack" onSubmit={submit}>
      <p>
        {t("persons.exportText")} <RuleTag rule="TRK-12" />
      </p>
      <SegmentedControl<Format>
        aria-label={t("persons.format")}
        value={format}
        onChange={setFormat}
        data={FORMATS.map((value) => ({ value, label: NAMES[value] }))}
      />
      <ExportReason
        value={reasons}
        onChange={setReasons}
        error={start.error}
        words={{
          export_empty: t("persons.exportEmpty"),
          too_many_for_xlsx: t("persons.exportTooMany"),
        }}
      />
      <Button type="submit" variant="filled" loading={start.isPending} disabled={!isReady}>
        {t("persons.exportTitle")}
      </Button>
    </form>
  );
}
