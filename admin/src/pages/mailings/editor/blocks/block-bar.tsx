import { ActionIcon, Button, Menu } from "@mantine/core";
import {
  IconArrowDown,
  IconArrowUp,
  IconBoxMultiple,
  IconCopy,
  IconMessageCircle,
  IconPlus,
  IconTrash,
  type Icon,
} from "@tabler/icons-react";
import type { Editor } from "@tiptap/core";
import type { ReactNode } from "react";
import { useTexts } from "../../../../ui/index.ts";
import { findBlock } from "./block-document.ts";
import { blockTexts } from "./block-texts.ts";
import { BLOCK_ICONS, BLOCK_ORDER } from "./palette.tsx";
import { RichToolbar } from "./rich-text.tsx";
import { useBlocks } from "./use-blocks.ts";

/** What can be done with what is selected, above the canvas. */
export function BlockBar(props: {
  editor: Editor | null;
  onComment: (blockId: string) => void;
}): ReactNode {
  const t = useTexts(blockTexts);
  const acts = useBlocks();
  const { selected } = acts;
  const found = selected?.kind === "block" ? findBlock(acts.document, selected.id) : undefined;
  const locked = selected !== undefined && acts.isLocked(selected);
  return (
    <div className="b-bar">
      {!acts.readOnly && <AddMenu />}
      {selected && (
        <b className="b-barname">{found ? t(`types.${found.block.type}`) : t("section")}</b>
      )}
      {props.editor && found?.block.type === "text" && <RichToolbar editor={props.editor} />}
      {selected && !acts.readOnly ? (
        <span className="b-baracts" role="group" aria-label={t("properties")}>
          {found && (
            <Act
              icon={IconBoxMultiple}
              label={t("selectSection")}
              act={() => acts.select({ kind: "section", id: found.section.id })}
            />
          )}
          <Act icon={IconArrowUp} label={t("up")} act={() => acts.step(selected, -1)} />
          <Act icon={IconArrowDown} label={t("down")} act={() => acts.step(selected, 1)} />
          <Act icon={IconCopy} label={t("duplicate")} act={() => acts.duplicate(selected)} />
          {found && (
            <Act
              icon={IconMessageCircle}
              label={t("comment")}
              act={() => props.onComment(selected.id)}
            />
          )}
          {!locked && (
            <Act icon={IconTrash} label={t("remove")} act={() => acts.remove(selected)} />
          )}
        </span>
      ) : (
        <span className="k-base">{t("keys")}</span>
      )}
    </div>
  );
}

/** Adds a block behind what is selected: a button, and the key / on a block. */
function AddMenu(): ReactNode {
  const t = useTexts(blockTexts);
  const acts = useBlocks();
  return (
    <Menu
      opened={acts.adding}
      onChange={acts.setAdding}
      returnFocus={false}
      position="bottom-start"
    >
      <Menu.Target>
        <Button
          size="xs"
          leftSection={<IconPlus size={16} aria-hidden="true" />}
          aria-keyshortcuts="/"
        >
          {t("add")}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {BLOCK_ORDER.map((type) => {
          const TypeIcon = BLOCK_ICONS[type];
          return (
            <Menu.Item
              key={type}
              leftSection={<TypeIcon size={16} stroke={1.6} aria-hidden="true" />}
              onClick={() => acts.add(type)}
            >
              {t(`types.${type}`)}
            </Menu.Item>
          );
        })}
      </Menu.Dropdown>
    </Menu>
  );
}

function Act(props: { icon: Icon; label: string; act: () => void }): ReactNode {
  const ActIcon = props.icon;
  return (
    <ActionIcon
      variant="subtle"
      size={32}
      aria-label={props.label}
      title={props.label}
      onClick={props.act}
    >
      <ActIcon size={18} stroke={1.7} aria-hidden="true" />
    </ActionIcon>
  );
}
