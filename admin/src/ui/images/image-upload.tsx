import { Button } from "@mantine/core";
import { useEffect, useMemo, useState, type FormEvent, type ReactNode } from "react";
import type { ImageView } from "../../../../contract/images.ts";
import { api, useApiMutation } from "../../api/index.ts";
import { useFormat, useLocale, useTexts } from "../../i18n/index.ts";
import { ProgressBar } from "../figures.tsx";
import { Problem } from "../problem.tsx";
import { showDone } from "../toasts.tsx";
import { asNewImage, ImageFields, isComplete, type ImageDetails } from "./image-fields.tsx";
import { imageProblems, imageTexts } from "./texts.ts";

/** Takes images into the library one after the other; what was said of the rights is kept for the next. */
export function ImageUpload(props: {
  files: File[];
  onAdded: (image: ImageView, last: boolean) => void;
  onCancel: () => void;
}): ReactNode {
  const t = useTexts(imageTexts);
  const locale = useLocale();
  const format = useFormat();
  const [no, setNo] = useState(0);
  const [share, setShare] = useState<number>();
  const file = props.files[no]!;
  const [details, setDetails] = useState<ImageDetails>(() => ({
    name: nameOf(file),
    alt: "",
    decorative: false,
    source: t("sources.own"),
    licence: t("licences.own"),
    expiresAt: "",
    showsPeople: false,
    rightsConfirmed: false,
  }));
  const address = useObjectAddress(file);
  const last = no === props.files.length - 1;
  const add = useApiMutation(
    () => api.upload<ImageView>(`/images?${queryOf(details)}`, file, { onProgress: setShare }),
    {
      invalidates: ["/images", "/image-quota"],
      onSuccess: (image) => {
        setShare(undefined);
        showDone(
          t("added", {
            name: image.name,
            before: format.bytes(image.originalBytes),
            after: format.bytes(image.bytes),
          }),
        );
        props.onAdded(image, last);
        if (last) return;
        setNo(no + 1);
        setDetails({
          ...details,
          name: nameOf(props.files[no + 1]!),
          alt: "",
          rightsConfirmed: false,
        });
      },
      onError: () => setShare(undefined),
    },
  );
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (isComplete(details) && !add.isPending) add.mutate();
  };
  return (
    <form className="i-upload" onSubmit={submit}>
      <figure>
        <span className="i-shade">
          <img src={address} alt="" />
        </span>
        <figcaption className="k-small k-muted">
          {props.files.length > 1 && (
            <b>
              {t("files", { no: no + 1, count: props.files.length })}
              <br />
            </b>
          )}
          {file.name}, {format.bytes(file.size)}
        </figcaption>
        <p className="k-small k-muted">{t("privacyNote")}</p>
      </figure>
      <div className="k-stack">
        <ImageFields value={details} onChange={setDetails} />
        {add.error && <Problem error={add.error} words={imageProblems(locale)} />}
        {share !== undefined && (
          <ProgressBar
            label={file.name}
            done={Math.round(share * 100)}
            total={100}
            base={format.percent(share, 0)}
          />
        )}
        <div className="k-row i-foot">
          <Button onClick={props.onCancel}>{t("cancel")}</Button>
          <Button
            type="submit"
            variant="filled"
            disabled={!isComplete(details)}
            loading={add.isPending}
          >
            {t(last ? "add" : "next")}
          </Button>
        </div>
      </div>
    </form>
  );
}

function queryOf(details: ImageDetails): string {
  const words = Object.entries(asNewImage(details)).map(([name, value]) => [name, String(value)]);
  return new URLSearchParams(words as [string, string][]).toString();
}

/** "IMG_2041-hauptstelle.JPG" → "IMG 2041 hauptstelle". */
function nameOf(file: File): string {
  const bare = file.name.replace(/\.\w+$/, "").replace(/[_-]+/g, " ");
  return bare.trim().slice(0, 120) || file.name;
}

/** An address under which the browser shows a chosen file. */
export function useObjectAddress(file: File): string {
  const address = useMemo(() => URL.createObjectURL(file), [file]);
  useEffect(() => () => URL.revokeObjectURL(address), [address]);
  return address;
}
