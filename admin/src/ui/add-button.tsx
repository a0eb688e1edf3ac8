import { Button } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import type { ReactNode } from "react";

/** The act of a page that lists things: one more of them. */
export function AddButton(props: { onClick: () => void; children: ReactNode }): ReactNode {
  return (
    <Button
      variant="filled"
      leftSection={<IconPlus size={18} stroke={1.8} aria-hidden="true" />}
      onClick={props.onClick}
    >
      {props.children}
    </Button>
  );
}
