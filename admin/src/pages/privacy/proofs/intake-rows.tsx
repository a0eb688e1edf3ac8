import { Button } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { api, useApiMutation } from "../../../api/index.ts";
import { showProblem, useTexts, type Format } from "../../../ui/index.ts";
import type { Evidence } from "./evidence.ts";
import { texts } from "./texts.ts";

const FACTS = [
  "agent",
  "nameAsTold",
  "script",
  "tabletLog",
  "message",
  "senderNumber",
  "providerId",
  "note",
] as const;

/** What branch or service desk wrote down with it, and the scans (CON-12, LEG-16). */
export function intakeRows(
  evidence: Evidence,
  t: ReturnType<typeof useProofTexts>,
  format: Format,
): [string, ReactNode][] {
  const { via, receivedAt, attachments = [] } = evidence;
  return [
    ...(via === "fax" || via === "reply" || via === "mailto" || via === "complaint"
      ? [[t("channel"), t(`vias.${via}`)] as [string, ReactNode]]
      : []),
    ...FACTS.map((name): [string, ReactNode] => [t(`intake.${name}`), evidence[name]]),
    [t("intake.receivedAt"), receivedAt && format.dateTime(receivedAt)],
    ...attachments.map((scan, index): [string, ReactNode] => [
      t("intake.scan", { no: index + 1 }),
      <Scan key={scan.id} scan={scan} format={format} />,
    ]),
  ];
}

const useProofTexts = () => useTexts(texts);

function Scan(props: {
  scan: NonNullable<Evidence["attachments"]>[number];
  format: Format;
}): ReactNode {
  const t = useProofTexts();
  const { scan, format } = props;
  const open = useApiMutation(() => api.download(`/intake/attachments/${scan.id}`), {
    invalidates: ["/audit"],
    onError: showProblem,
  });
  return (
    <>
      <Button
        size="xs"
        leftSection={<IconDownload size={16} stroke={1.6} aria-hidden="true" />}
        loading={open.isPending}
        onClick={() => open.mutate()}
      >
        {t("intake.open", { size: format.bytes(scan.sizeBytes) })}
      </Button>
      <div className="k-mono k-muted pv-hash">SHA-256 {scan.sha256}</div>
    </>
  );
}
