import { Button, Modal, SegmentedControl, TextInput } from "@mantine/core";
import { IconPhoto } from "@tabler/icons-react";
import { useState, type ReactNode } from "react";
import type { ImageView } from "../../../contract/images.ts";
import { useApiList, useCan } from "../api/index.ts";
import { useTexts } from "../i18n/index.ts";
import { ImageDrop } from "./images/image-drop.tsx";
import { ImageGrid } from "./images/image-grid.tsx";
import { ImageUpload } from "./images/image-upload.tsx";
import { localImage } from "./images/local-image.ts";
import { imageTexts } from "./images/texts.ts";

/**
 * Chooses an image of the library, or takes a new one into it. `value` is the address in the content ("" for none);
 * `onChange` gets the image with its alternative text, or null when it is removed.
 */
export function ImagePicker(props: {
  value: string;
  onChange: (image: ImageView | null) => void;
  label?: string;
}): ReactNode {
  const t = useTexts(imageTexts);
  const [open, setOpen] = useState(false);
  return (
    <div className="i-picker">
      {props.value === "" ? (
        <span className="i-none" aria-hidden="true">
          <IconPhoto size={28} stroke={1.4} />
        </span>
      ) : (
        <span className="i-shade i-thumb">
          <img src={localImage(props.value)} alt="" />
        </span>
      )}
      <div className="k-row">
        <Button
          size="xs"
          onClick={() => setOpen(true)}
          aria-label={buttonName(props.label, t(props.value === "" ? "choose" : "other"))}
        >
          {t(props.value === "" ? "choose" : "other")}
        </Button>
        {props.value !== "" && (
          <Button size="xs" variant="subtle" onClick={() => props.onChange(null)}>
            {t("remove")}
          </Button>
        )}
      </div>
      <ImagePickerDialog
        opened={open}
        value={props.value}
        onClose={() => setOpen(false)}
        onPick={(image) => {
          setOpen(false);
          props.onChange(image);
        }}
      />
    </div>
  );
}

const buttonName = (label: string | undefined, act: string): string =>
  label ? `${label}: ${act}` : act;

function ImagePickerDialog(props: {
  opened: boolean;
  value?: string;
  onClose: () => void;
  onPick: (image: ImageView) => void;
}): ReactNode {
  const t = useTexts(imageTexts);
  return (
    <Modal opened={props.opened} onClose={props.onClose} title={t("pickTitle")} size={920}>
      <Choice value={props.value ?? ""} onPick={props.onPick} />
    </Modal>
  );
}

function Choice(props: { value: string; onPick: (image: ImageView) => void }): ReactNode {
  const t = useTexts(imageTexts);
  const can = useCan();
  const [from, setFrom] = useState<"library" | "upload">("library");
  const [q, setQ] = useState("");
  const [files, setFiles] = useState<File[]>([]);
  const list = useApiList<ImageView>("/images", { q: q.trim() }, { limit: 24 });
  const isEmpty = list.items.length === 0 && q === "" && !list.query.isPending;
  if (files.length > 0)
    return (
      <ImageUpload
        files={files}
        onCancel={() => setFiles([])}
        onAdded={(image, last) => {
          if (last) props.onPick(image);
        }}
      />
    );
  const mayAdd = can("mailings.write");
  if (mayAdd && (isEmpty || from === "upload"))
    return (
      <div className="k-stack">
        {!isEmpty && <Tabs value={from} onChange={setFrom} />}
        <ImageDrop onFiles={setFiles} compact={!isEmpty} />
      </div>
    );
  return (
    <div className="k-stack">
      {mayAdd && <Tabs value={from} onChange={setFrom} />}
      <TextInput
        type="search"
        aria-label={t("search")}
        placeholder={t("search")}
        value={q}
        data-autofocus
        onChange={(event) => setQ(event.currentTarget.value)}
      />
      <ImageGrid list={list} q={q} onPick={props.onPick} picked={props.value} />
    </div>
  );
}

function Tabs(props: {
  value: "library" | "upload";
  onChange: (value: "library" | "upload") => void;
}): ReactNode {
  const t = useTexts(imageTexts);
  return (
    <SegmentedControl
      aria-label={t("pickTitle")}
      value={props.value}
      onChange={(value) => props.onChange(value as "library" | "upload")}
      data={[
        { value: "library", label: t("library") },
        { value: "upload", label: t("upload") },
      ]}
    />
  );
}
