import type { ReactNode } from "react";
import type { SenderView } from "../../../../../contract/senders.ts";
import { useTexts } from "../../../ui/index.ts";
import { texts } from "./texts.ts";

/** A sender as it stands in the list of a mail program. */
export function SenderEnvelope(props: { sender: SenderView; action?: ReactNode }): ReactNode {
  const t = useTexts(texts);
  const { sender } = props;
  return (
    <div className="set-envelope">
      <div>
        <p className="k-cap">{t("seenAs")}</p>
        <b>{sender.fromName}</b>
        <p className="k-muted">{sender.fromAddress}</p>
        <p className="k-small k-muted">{t("repliesTo", { email: sender.replyTo })}</p>
      </div>
      {props.action}
    </div>
  );
}
