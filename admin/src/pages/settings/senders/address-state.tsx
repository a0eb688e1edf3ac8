import { Button } from "@mantine/core";
import type { ReactNode } from "react";
import type { ConfirmedAddressView } from "../../../../../contract/senders.ts";
import { api, useApiMutation, useApiQuery, useCan, useSession } from "../../../api/index.ts";
import { Link, Pill, showDone, showProblem, useFormat, useTexts } from "../../../ui/index.ts";
import { texts } from "./address-texts.ts";

const POLL_MS = 3000;

/** Reply, contact and test addresses; asked again every three seconds while one of them waits. */
export function useConfirmedAddresses(enabled = true) {
  return useApiQuery<{ items: ConfirmedAddressView[] }>("/confirmed-addresses", undefined, {
    enabled,
    refetchInterval: (data) =>
      data?.items.some((address) => address.confirmedAt === null) ? POLL_MS : false,
  });
}

/**
 * Whether somebody confirmed that an address is read (CNT-03, CHK-05), with the way to ask. In the sandbox the mail
 * lies in the built-in mailbox.
 */
export function AddressState(props: {
  kind: "reply_to" | "privacy_contact";
  email: string | undefined;
}): ReactNode {
  const t = useTexts(texts);
  const can = useCan();
  const { account } = useSession();
  const email = (props.email ?? "").trim();
  const list = useConfirmedAddresses(can("senders.read") && email !== "");
  const ask = useApiMutation(() => api.post("/confirmed-addresses", { kind: props.kind, email }), {
    invalidates: ["/confirmed-addresses", "/senders"],
    onSuccess: () => showDone(t("sent", { email })),
    onError: (error) => showProblem(error, { too_many_requests: t("tooMany") }),
  });
  if (email === "" || !list.data) return null;
  const known = list.data.items.find(
    (address) => address.kind === props.kind && address.email.toLowerCase() === email.toLowerCase(),
  );
  const state = confirmationOf(known, account.mode);
  return (
    <div className="set-address">
      <ConfirmationPill state={state} until={known?.confirmedUntil ?? null} />
      <p>
        {t(`${state}Text`, { email })}
        {state === "waiting" && account.mode === "sandbox" && can("mailbox.read") && (
          <>
            {" "}
            <Link to={`/testpostfach?q=${encodeURIComponent(email)}`}>{t("openMailbox")}</Link>
          </>
        )}
      </p>
      {state !== "confirmed" && can("senders.write") && (
        <Button size="xs" loading={ask.isPending} onClick={() => ask.mutate()}>
          {state === "unasked" ? t("ask") : t("askAgain")}
        </Button>
      )}
    </div>
  );
}

export type Confirmation = "confirmed" | "waiting" | "unasked";

/** In live operation only a link that travelled to the address proves anything. */
export function confirmationOf(
  address: ConfirmedAddressView | undefined,
  mode: "sandbox" | "live",
): Confirmation {
  if (!address) return "unasked";
  if (mode === "live" && address.sandboxOnly) return "unasked";
  return address.confirmedAt === null ? "waiting" : "confirmed";
}

/** "bestätigt bis 20.05.2027", "wartet auf Bestätigung". */
export function ConfirmationPill(props: { state: Confirmation; until: string | null }): ReactNode {
  const t = useTexts(texts);
  const format = useFormat();
  if (props.state !== "confirmed")
    return <Pill tone={props.state === "waiting" ? "wait" : "unknown"}>{t(props.state)}</Pill>;
  return (
    <Pill tone="go">
      {props.until ? t("confirmedUntil", { date: format.date(props.until) }) : t("confirmed")}
    </Pill>
  );
}
