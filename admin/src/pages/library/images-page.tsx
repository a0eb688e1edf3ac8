import { Button, Modal, TextInput } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useState, type ReactNode } from "react";
import type { ImageQuota, ImageView } from "../../../../contract/images.ts";
import { useApiList, useApiQuery, useCan } from "../../api/index.ts";
import {
  Card,
  ImageDrop,
  ImageGrid,
  ImageUpload,
  Page,
  useFormat,
  usePastedFiles,
  useSearch,
  useTexts,
} from "../../ui/index.ts";
import { ImageDialog } from "./image-dialog.tsx";
import { LibraryTabs } from "./library-tabs.tsx";
import { texts } from "./texts.ts";

/** The account's images with their rights. */
export default function ImagesPage(): ReactNode {
  const t = useTexts(texts);
  const format = useFormat();
  const can = useCan();
  const [search, setSearch] = useSearch();
  const q = search["q"] ?? "";
  const list = useApiList<ImageView>("/images", { q: q.trim() }, { limit: 48 });
  const quota = useApiQuery<ImageQuota>("/image-quota");
  const [files, setFiles] = useState<File[] | null>(null);
  const [opened, setOpened] = useState<string | null>(null);
  const mayAdd = can("mailings.write");
  const isEmpty = list.items.length === 0 && q === "" && !list.query.isPending;
  const close = (): void => setFiles(null);
  return (
    <Page
      title={t("images.title")}
      meta={
        quota.data &&
        t("images.meta", {
          count: quota.data.images,
          used: format.bytes(quota.data.usedBytes),
          limit: format.bytes(quota.data.limitBytes),
        })
      }
      actions={
        mayAdd && (
          <Button
            variant="filled"
            leftSection={<IconPlus size={18} stroke={1.8} aria-hidden="true" />}
            onClick={() => setFiles([])}
          >
            {t("images.add")}
          </Button>
        )
      }
    >
      <LibraryTabs current="images" />
      {mayAdd && files === null && <PasteAnywhere onFiles={setFiles} />}
      <Card>
        <div className="k-stack">
          <p className="k-small k-muted">{t("images.lead")}</p>
          {isEmpty && mayAdd ? (
            files === null && <ImageDrop several onFiles={setFiles} />
          ) : (
            <>
              <TextInput
                type="search"
                aria-label={t("images.search")}
                placeholder={t("images.search")}
                className="l-search"
                value={q}
                onChange={(event) => setSearch({ q: event.currentTarget.value })}
              />
              <ImageGrid list={list} q={q} onPick={(image) => setOpened(image.id)} />
            </>
          )}
        </div>
      </Card>
      <Modal opened={files !== null} onClose={close} title={t("images.addTitle")} size={920}>
        {files && files.length > 0 ? (
          <ImageUpload
            files={files}
            onCancel={close}
            onAdded={(_image, last) => {
              if (last) close();
            }}
          />
        ) : (
          <ImageDrop several compact onFiles={setFiles} />
        )}
      </Modal>
      <ImageDialog id={opened} onClose={() => setOpened(null)} onOther={setOpened} />
    </Page>
  );
}

function PasteAnywhere(props: { onFiles: (files: File[]) => void }): ReactNode {
  usePastedFiles((list) => {
    const files = [...list].filter((file) => file.type.startsWith("image/"));
    if (files.length > 0) props.onFiles(files);
  });
  return null;
}
