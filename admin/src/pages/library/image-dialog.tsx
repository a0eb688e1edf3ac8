import { Button, Modal } from "@mantine/core";
import { useRef, useState, type FormEvent, type ReactNode } from "react";
import type { ImageDetailView, ImageUseView, ImageView } from "../../../../contract/images.ts";
import { api, useApiMutation, useApiQuery, useCan } from "../../api/index.ts";
import {
  ConfirmDialog,
  CropDialog,
  ImageFields,
  imageProblems,
  KeyValue,
  Link,
  Loaded,
  Pill,
  Problem,
  PublicAddress,
  showDone,
  useFormat,
  useLocale,
  useTexts,
  type ImageDetails,
} from "../../ui/index.ts";
import { texts } from "./texts.ts";
import "./library.css";

const READ_AGAIN = ["/images", "/image-quota", "/mailings", "/templates"];

/** One image: what it shows, its rights, where it stands, and what can be done with it. */
export function ImageDialog(props: {
  id: string | null;
  onClose: () => void;
  onOther: (id: string) => void;
}): ReactNode {
  const t = useTexts(texts);
  const query = useApiQuery<ImageDetailView>(props.id ? `/images/${props.id}` : undefined);
  return (
    <Modal
      opened={props.id !== null}
      onClose={props.onClose}
      title={query.data?.name ?? t("images.title")}
      size={920}
    >
      <Loaded query={query}>
        {(image) => (
          <Detail
            key={image.id + image.url}
            image={image}
            onClose={props.onClose}
            onOther={props.onOther}
          />
        )}
      </Loaded>
    </Modal>
  );
}

function Detail(props: {
  image: ImageDetailView;
  onClose: () => void;
  onOther: (id: string) => void;
}): ReactNode {
  const t = useTexts(texts);
  const format = useFormat();
  const can = useCan();
  const { image } = props;
  const [cropped, setCropped] = useState<ImageView | null>(null);
  return (
    <div className="i-upload">
      <figure>
        <span className="i-shade">
          <img src={image.path} alt={image.alt} />
        </span>
        {can("mailings.write") && (
          <Acts image={image} onCrop={() => setCropped(image)} onRemoved={props.onClose} />
        )}
        <KeyValue
          items={[
            [
              t("images.size"),
              t("images.sizeText", {
                width: image.width,
                height: image.height,
                bytes: t("images.saved", {
                  before: format.bytes(image.originalBytes),
                  after: format.bytes(image.bytes),
                }),
              }),
            ],
            [
              t("images.confirmed"),
              t("images.confirmedText", {
                name: image.licence.confirmedBy,
                when: format.dateTimeShort(image.licence.confirmedAt),
              }),
            ],
            [t("images.uses"), <Uses key="uses" uses={image.uses} />],
          ]}
        />
      </figure>
      <div className="k-stack">
        <PublicAddress open label={t("images.address")} url={image.url} />
        <EditForm image={image} />
      </div>
      <CropDialog
        image={cropped}
        onClose={() => setCropped(null)}
        onDone={(part) => {
          setCropped(null);
          if (part.id !== image.id) props.onOther(part.id);
        }}
      />
    </div>
  );
}

/** Pages of what shows a picture; a kept section has none of its own. */
const PLACES = {
  mailing: "/mailings/",
  template: "/vorlagen/",
  transactional: "/vorgangsmails/",
} as const;

function wordFor({ kind, sent }: ImageUseView) {
  if (kind === "mailing") return sent ? "sent" : "draft";
  return kind === "transactional" && sent ? "transactionalInUse" : kind;
}

function Uses({ uses }: { uses: ImageUseView[] }): ReactNode {
  const t = useTexts(texts);
  if (uses.length === 0) return t("images.usesNone");
  return (
    <ul>
      {uses.map((use) => (
        <li key={use.kind + use.id}>
          {use.kind === "section" ? (
            use.name
          ) : (
            <Link to={PLACES[use.kind] + use.id}>{use.name}</Link>
          )}{" "}
          <Pill>{t(`images.${wordFor(use)}`)}</Pill>
        </li>
      ))}
    </ul>
  );
}

function EditForm({ image }: { image: ImageDetailView }): ReactNode {
  const t = useTexts(texts);
  const can = useCan();
  const locale = useLocale();
  const before = detailsOf(image);
  const [details, setDetails] = useState<ImageDetails>(before);
  const newRights = (["source", "licence", "expiresAt", "showsPeople"] as const).some(
    (field) => details[field] !== before[field],
  );
  const changed = JSON.stringify(details) !== JSON.stringify(before);
  const save = useApiMutation(
    () =>
      api.patch<ImageView>(`/images/${image.id}`, {
        name: details.name,
        alt: details.decorative ? "" : details.alt,
        decorative: details.decorative,
        ...(newRights
          ? {
              source: details.source,
              licence: details.licence,
              expiresAt: details.expiresAt === "" ? null : details.expiresAt,
              showsPeople: details.showsPeople,
              rightsConfirmed: details.rightsConfirmed,
            }
          : {}),
      }),
    { invalidates: ["/images"], onSuccess: () => showDone(t("images.saved_done")) },
  );
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (changed && !save.isPending) save.mutate();
  };
  return (
    <form className="k-stack" onSubmit={submit}>
      <fieldset className="l-fields" disabled={!can("mailings.write")}>
        <ImageFields value={details} onChange={setDetails} withoutConfirmation={!newRights} />
      </fieldset>
      {save.error && <Problem error={save.error} words={imageProblems(locale)} />}
      {can("mailings.write") && (
        <div className="k-row i-foot">
          <Button
            type="submit"
            variant="filled"
            disabled={!changed || (newRights && !details.rightsConfirmed)}
            loading={save.isPending}
          >
            {t("images.save")}
          </Button>
        </div>
      )}
    </form>
  );
}

function detailsOf({ name, alt, decorative, licence }: ImageView): ImageDetails {
  return {
    name,
    alt,
    decorative,
    source: licence.source,
    licence: licence.licence,
    expiresAt: licence.expiresAt ?? "",
    showsPeople: licence.showsPeople,
    rightsConfirmed: false,
  };
}

function Acts(props: {
  image: ImageDetailView;
  onCrop: () => void;
  onRemoved: () => void;
}): ReactNode {
  const t = useTexts(texts);
  const locale = useLocale();
  const { image } = props;
  const input = useRef<HTMLInputElement>(null);
  const [file, setFile] = useState<File | null>(null);
  const [asked, setAsked] = useState(false);
  const replace = useApiMutation(
    () => api.upload<ImageView>(`/images/${image.id}/file?rightsConfirmed=true`, file!),
    { invalidates: READ_AGAIN, onSuccess: () => showDone(t("images.replaced")) },
  );
  const remove = useApiMutation(() => api.delete(`/images/${image.id}`), {
    invalidates: READ_AGAIN,
    onSuccess: () => {
      showDone(t("images.removed", { name: image.name }));
      props.onRemoved();
    },
  });
  const drafts = image.uses.filter((use) => !use.sent).length;
  const isSent = image.uses.length > drafts;
  const problems = imageProblems(locale);
  return (
    <div className="k-row">
      {!image.path.endsWith(".gif") && (
        <Button size="xs" onClick={props.onCrop}>
          {t("images.crop")}
        </Button>
      )}
      <Button size="xs" onClick={() => input.current?.click()}>
        {t("images.replace")}
      </Button>
      <Button
        size="xs"
        color="red"
        variant="subtle"
        disabled={isSent}
        onClick={() => setAsked(true)}
      >
        {t("images.remove")}
      </Button>
      {isSent && <p className="k-small k-muted">{t("images.inUse")}</p>}
      <input
        ref={input}
        type="file"
        hidden
        accept="image/jpeg,image/png,image/gif,image/webp"
        onChange={(event) => {
          setFile(event.currentTarget.files?.[0] ?? null);
          event.currentTarget.value = "";
        }}
      />
      <ConfirmDialog
        opened={file !== null}
        onClose={() => setFile(null)}
        title={t("images.replaceTitle")}
        action={t("images.replaceDo")}
        onConfirm={() => replace.mutateAsync()}
        words={problems}
      >
        {t("images.replaceText")}
      </ConfirmDialog>
      <ConfirmDialog
        opened={asked}
        onClose={() => setAsked(false)}
        title={t("images.removeTitle")}
        action={t("images.removeDo")}
        onConfirm={() => remove.mutateAsync()}
        danger
        words={{ ...problems, image_in_use: t("images.inUse") }}
      >
        <p>
          {t("images.removeText")} {drafts > 0 && t("images.removeDrafts", { count: drafts })}
        </p>
      </ConfirmDialog>
    </div>
  );
}
