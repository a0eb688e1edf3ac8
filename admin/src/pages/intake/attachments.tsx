import { Button } from "@mantine/core";
import { IconFile, IconPaperclip, IconX } from "@tabler/icons-react";
import { useRef, useState, type ReactNode } from "react";
import { INTAKE_LIMITS, type IntakeAttachment } from "../../../../contract/intake.ts";
import { api } from "../../api/index.ts";
import { problemText, useFormat, useTexts } from "../../ui/index.ts";
import { texts } from "./texts.ts";
import { useIntakeErrors } from "./use-intake-errors.ts";

/** A scan that was chosen; its id once the server has it. */
export interface Scan {
  key: number;
  name: string;
  size: number;
  id: string | undefined;
}

/** Takes scans one by one and sends each at once, so that saving is quick. */
export function Attachments(props: {
  scans: Scan[];
  onChange: (change: (scans: Scan[]) => Scan[]) => void;
}): ReactNode {
  const t = useTexts(texts);
  const format = useFormat();
  const words = useIntakeErrors();
  const input = useRef<HTMLInputElement>(null);
  const count = useRef(0);
  const [problem, setProblem] = useState<string>();
  const { scans, onChange } = props;
  const take = async (file: File | undefined): Promise<void> => {
    setProblem(undefined);
    if (!file) return;
    if (file.size > INTAKE_LIMITS.bytes) {
      setProblem(words["file_too_large"]);
      return;
    }
    const key = ++count.current;
    onChange((before) => [...before, { key, name: file.name, size: file.size, id: undefined }]);
    try {
      const { id } = await api.upload<IntakeAttachment>("/intake/attachments", file);
      onChange((before) => before.map((scan) => (scan.key === key ? { ...scan, id } : scan)));
    } catch (error) {
      onChange((before) => before.filter((scan) => scan.key !== key));
      setProblem(problemText(error, words));
    }
  };
  return (
    <div className="in-scans" role="group" aria-label={t("scans")}>
      <div>
        <b>{t("scans")}</b>
        <p className="k-muted k-small">{t("scansHelp")}</p>
      </div>
      {scans.length > 0 && (
        <ul>
          {scans.map((scan) => (
            <li key={scan.key}>
              <IconFile size={18} stroke={1.6} aria-hidden="true" />
              <span className="in-break">{scan.name}</span>
              <span className="k-muted" aria-live="polite">
                {scan.id === undefined ? t("scanLoading") : format.bytes(scan.size)}
              </span>
              <Button
                size="xs"
                variant="subtle"
                aria-label={t("removeScan", { name: scan.name })}
                onClick={() => onChange((before) => before.filter((one) => one.key !== scan.key))}
              >
                <IconX size={16} aria-hidden="true" />
              </Button>
            </li>
          ))}
        </ul>
      )}
      {scans.length < INTAKE_LIMITS.attachments && (
        <div>
          <Button
            leftSection={<IconPaperclip size={18} stroke={1.6} aria-hidden="true" />}
            onClick={() => input.current?.click()}
          >
            {t("addScan")}
          </Button>
        </div>
      )}
      {problem && (
        <p className="k-danger k-small" role="alert">
          {problem}
        </p>
      )}
      <input
        ref={input}
        type="file"
        hidden
        accept=".pdf,.jpg,.jpeg,.png,application/pdf,image/jpeg,image/png"
        onChange={(event) => {
          void take(event.currentTarget.files?.[0]);
          event.currentTarget.value = "";
        }}
      />
    </div>
  );
}

export const isSending = (scans: Scan[]): boolean => scans.some((scan) => scan.id === undefined);
export const idsOf = (scans: Scan[]): string[] => scans.flatMap((scan) => scan.id ?? []);
