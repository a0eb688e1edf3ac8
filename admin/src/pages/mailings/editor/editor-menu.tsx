import { ActionIcon, Button, Menu } from "@mantine/core";
import {
  IconCode,
  IconDots,
  IconHistory,
  IconMessageCircle,
  IconTemplate,
} from "@tabler/icons-react";
import { useState, type ReactNode } from "react";
import { api } from "../../../api/index.ts";
import { ConfirmDialog, useTexts } from "../../../ui/index.ts";
import { blockTexts } from "./blocks/block-texts.ts";
import { SaveTemplateDialog } from "./save-template-dialog.tsx";
import { templateTexts } from "./template-texts.ts";
import { texts } from "./texts.ts";
import type { DraftEditing } from "./use-draft.ts";

/** Versions, comments, the draft as a template, the check by spam filters, and going on in code. */
export function EditorMenu(props: {
  editing: DraftEditing;
  readOnly: boolean;
  onVersions: () => void;
  onComments: () => void;
}): ReactNode {
  const t = useTexts(texts);
  const tBlocks = useTexts(blockTexts);
  const tTemplate = useTexts(templateTexts);
  const [keeping, setKeeping] = useState(false);
  const { draft, saved } = props.editing;
  const [wanted, setWanted] = useState<"mjml" | "html">();
  const { source } = draft;
  const icon = { size: 18, stroke: 1.6, "aria-hidden": true } as const;
  const locked =
    source.kind === "blocks" && source.source.sections.some((section) => section.locked);
  return (
    <>
      <Button leftSection={<IconMessageCircle {...icon} />} onClick={props.onComments}>
        {saved.openComments > 0
          ? t("comments.button", { count: saved.openComments })
          : t("comments.title")}
      </Button>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon variant="default" size={40} aria-label={t("more")} title={t("more")}>
            <IconDots {...icon} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconHistory {...icon} />} onClick={props.onVersions}>
            {t("versions.title")}
          </Menu.Item>
          {!props.readOnly && (
            <Menu.Item leftSection={<IconTemplate {...icon} />} onClick={() => setKeeping(true)}>
              {tTemplate("menu")}
            </Menu.Item>
          )}
          {source.kind === "blocks" && !props.readOnly && (
            <Menu.Item
              leftSection={<IconCode {...icon} />}
              disabled={locked}
              title={locked ? tBlocks("kind.locked") : undefined}
              onClick={() => setWanted("mjml")}
            >
              {tBlocks("kind.toMjml")}
            </Menu.Item>
          )}
          {source.kind !== "html" && !props.readOnly && (
            <Menu.Item
              leftSection={<IconCode {...icon} />}
              disabled={locked}
              onClick={() => setWanted("html")}
            >
              {tBlocks("kind.toHtml")}
            </Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
      {keeping && <SaveTemplateDialog editing={props.editing} onClose={() => setKeeping(false)} />}
      {wanted && source.kind !== "html" && (
        <ChangeKind
          editing={props.editing}
          from={source.kind}
          to={wanted}
          onClose={() => setWanted(undefined)}
        />
      )}
    </>
  );
}

/** One way only, said before; the state before is kept as a version by the server. */
function ChangeKind(props: {
  editing: DraftEditing;
  from: "blocks" | "mjml";
  to: "mjml" | "html";
  onClose: () => void;
}): ReactNode {
  const t = useTexts(blockTexts);
  const { editing, from, to } = props;
  const path = `/mailings/${editing.saved.id}`;
  const change = async (): Promise<void> => {
    await editing.save.flush();
    const made = await api.get<{ mjml: string | null; html: string }>(`${path}/code`);
    if (to === "html") editing.change({ source: { kind: "html" }, html: made.html });
    else editing.change({ source: { kind: "mjml", source: { mjml: made.mjml ?? "" } } });
    props.onClose();
  };
  return (
    <ConfirmDialog
      opened
      onClose={props.onClose}
      title={t("kind.title", { kind: t(`kind.${to}`) })}
      action={t("kind.confirm", { kind: t(`kind.${to}`) })}
      onConfirm={change}
    >
      {t("kind.text", { from: t(`kind.${from}`) })}
    </ConfirmDialog>
  );
}
