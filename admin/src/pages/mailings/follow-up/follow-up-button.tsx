import { ActionIcon, Button } from "@mantine/core";
import { IconMailForward } from "@tabler/icons-react";
import { useState, type ReactNode } from "react";
import { useCan } from "../../../api/index.ts";
import { useTexts } from "../../../ui/index.ts";
import { FollowUpDialog, type FollowUpProps } from "./follow-up-dialog.tsx";
import { texts } from "./texts.ts";

/** Opens the dialog. Nothing for whoever may not see what single people did (TRK-12). */
export function FollowUpButton(props: FollowUpProps & { small?: boolean }): ReactNode {
  const t = useTexts(texts);
  const can = useCan();
  const [open, setOpen] = useState(false);
  const { small, ...rest } = props;
  if (!can("mailings.write") || !can("tracking.read")) return null;
  const label = props.links.find((link) => link.no === props.link)?.label;
  const words = label ? t("openForLink", { label }) : t("open");
  return (
    <>
      {small ? (
        <ActionIcon
          variant="subtle"
          color="gray"
          size={28}
          aria-label={words}
          title={words}
          onClick={() => setOpen(true)}
        >
          <IconMailForward size={18} stroke={1.6} aria-hidden="true" />
        </ActionIcon>
      ) : (
        <Button variant="filled" onClick={() => setOpen(true)}>
          {words}
        </Button>
      )}
      {open && <FollowUpDialog {...rest} onClose={() => setOpen(false)} />}
    </>
  );
}
