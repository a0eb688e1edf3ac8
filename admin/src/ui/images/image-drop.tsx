import { Button } from "@mantine/core";
import { IconPhotoPlus } from "@tabler/icons-react";
import { useEffect, useRef, useState, type ReactNode } from "react";
import { useTexts } from "../../i18n/index.ts";
import { imageTexts } from "./texts.ts";

const ACCEPT = "image/jpeg,image/png,image/gif,image/webp";

/** Takes images by drop, by pasting anywhere on the page, or by choosing. What is no image is passed over. */
export function ImageDrop(props: {
  onFiles: (files: File[]) => void;
  several?: boolean;
  compact?: boolean;
}): ReactNode {
  const t = useTexts(imageTexts);
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const take = (list: FileList | null | undefined): void => {
    setOver(false);
    const files = [...(list ?? [])].filter((file) => file.type.startsWith("image/"));
    if (files.length > 0) props.onFiles(props.several ? files : files.slice(0, 1));
  };
  usePastedFiles((files) => take(files));
  return (
    <div
      className="k-drop i-drop"
      role="group"
      aria-label={t("dropLabel")}
      data-over={over || undefined}
      data-compact={props.compact || undefined}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        take(event.dataTransfer.files);
      }}
    >
      <IconPhotoPlus size={32} stroke={1.4} aria-hidden="true" />
      {!props.compact && <b>{t("empty")}</b>}
      <span className="k-base">{t("emptyText")}</span>
      <span className="k-base">{t("drop")}</span>
      <div className="k-row" style={{ marginTop: 8 }}>
        <Button onClick={() => input.current?.click()}>{t("choose")}</Button>
      </div>
      <input
        ref={input}
        type="file"
        hidden
        accept={ACCEPT}
        multiple={props.several ?? false}
        onChange={(event) => {
          take(event.currentTarget.files);
          event.currentTarget.value = "";
        }}
      />
    </div>
  );
}

/** Images pasted anywhere on the page while this is shown. */
export function usePastedFiles(onFiles: (files: FileList) => void): void {
  const latest = useRef(onFiles);
  useEffect(() => {
    latest.current = onFiles;
  });
  useEffect(() => {
    const paste = (event: ClipboardEvent): void => {
      const files = event.clipboardData?.files;
      if (!files || files.length === 0) return;
      event.preventDefault();
      latest.current(files);
    };
    document.addEventListener("paste", paste);
    return () => document.removeEventListener("paste", paste);
  }, []);
}
