import type { ReactNode } from "react";
import { CopyButton } from "../../../ui/index.ts";

/** Something that is shown this once: a link, a key. */
export function SecretOnce({ value, label }: { value: string; label: string }): ReactNode {
  return (
    <div className="set-secret">
      <p className="k-cap">{label}</p>
      <code tabIndex={0}>{value}</code>
      <CopyButton value={value} />
    </div>
  );
}
