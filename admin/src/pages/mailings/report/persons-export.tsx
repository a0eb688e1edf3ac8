import { Button, Modal, SegmentedControl, TextInput } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { useState, type FormEvent, type ReactNode } from "react";
import { api } from "../../../api/index.ts";
import { Problem, RuleTag, useFormat, useTexts } from "../../../ui/index.ts";
import { texts } from "./texts.ts";

const LEAST_REASON = 5;

/** Takes the list of persons out of the product: with a reason, which stands in the audit log (TRK-12). */
export function PersonsExport(props: {
  mailingId: string;
  filter: { did: string | undefined; link: number | undefined };
}): ReactNode {
  const t = useTexts(texts);
  const { locale } = useFormat();
  const [opened, setOpened] = useState(false);
  const [format, setFormat] = useState("xlsx");
  const [reason, setReason] = useState("");
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const isReady = reason.trim().length >= LEAST_REASON;
  const save = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (!isReady || busy) return;
    setBusy(true);
    setError(undefined);
    try {
      await api.download(`/mailings/${props.mailingId}/report/persons/export`, {
        method: "POST",
        body: { ...props.filter, format, reason: reason.trim(), locale },
      });
      setOpened(false);
    } catch (problem) {
      setError(problem);
    } finally {
      setBusy(false);
    }
  };
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
        <form className="k-stack" onSubmit={(event) => void save(event)}>
          <p>
            {t("persons.exportText")} <RuleTag rule="TRK-12" />
          </p>
          <TextInput
            label={t("persons.reason")}
            value={reason}
            required
            maxLength={300}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
          <SegmentedControl
            aria-label={t("persons.format")}
            value={format}
            onChange={setFormat}
            data={[
              { value: "xlsx", label: "XLSX" },
              { value: "csv", label: "CSV" },
            ]}
          />
          {error !== undefined && <Problem error={error} />}
          <Button type="submit" variant="filled" loading={busy} disabled={!isReady}>
            {t("persons.exportTitle")}
          </Button>
        </form>
      </Modal>
    </>
  );
}
