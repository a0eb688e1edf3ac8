import { Button, Checkbox, Modal, SegmentedControl, TextInput } from "@mantine/core";
import { IconCircleCheck } from "@tabler/icons-react";
import { useState, type FormEvent, type ReactNode } from "react";
import type { ConfirmedAddressView } from "../../../../../contract/senders.ts";
import { api, useApiMutation, useApiQuery, useSession } from "../../../api/index.ts";
import { ButtonLink, Link, Loaded, Notice, Problem, useTexts } from "../../../ui/index.ts";
import { places } from "../places.ts";
import { Refused } from "../refused.tsx";
import { texts as shared } from "../texts.ts";
import { texts } from "./texts.ts";
import type { Permission } from "./use-preview.ts";

/** Sends the saved draft, unmeasured, to test addresses whose readers confirmed them (SND-17). */
export function TestMailDialog(props: {
  mailingId: string;
  /** Saves what is not saved yet. */
  beforeSend?: () => Promise<void>;
  permission?: Permission;
  onClose: () => void;
}): ReactNode {
  const t = useTexts(texts);
  return (
    <Modal opened onClose={props.onClose} title={t("testMail.title")} size={520}>
      <TestMailForm {...props} />
    </Modal>
  );
}

function TestMailForm(props: {
  mailingId: string;
  beforeSend?: () => Promise<void>;
  permission?: Permission;
  onClose: () => void;
}): ReactNode {
  const t = useTexts(texts);
  const tShared = useTexts(shared);
  const addresses = useApiQuery<{ items: ConfirmedAddressView[] }>("/confirmed-addresses");
  const [chosen, setChosen] = useState<string[]>();
  const [permission, setPermission] = useState<Permission>(props.permission ?? "unknown");
  const send = useApiMutation(
    async (addressIds: string[]) => {
      await props.beforeSend?.();
      return api.post<{ sentTo: number }>(`/mailings/${props.mailingId}/test`, {
        addressIds,
        permission,
      });
    },
    { invalidates: [`/mailings/${props.mailingId}`, "/mailbox"] },
  );
  if (send.data)
    return <Sent sentTo={send.data.sentTo} onAgain={() => send.reset()} onClose={props.onClose} />;
  return (
    <Loaded query={addresses}>
      {(all) => {
        const items = all.items.filter((address) => address.kind === "test");
        const usable = items.filter((address) => address.confirmedAt !== null);
        const selected = chosen ?? (usable.length === 1 ? usable.map((one) => one.id) : []);
        const submit = (event: FormEvent): void => {
          event.preventDefault();
          if (selected.length > 0) send.mutate(selected);
        };
        return (
          <form className="k-stack" onSubmit={submit}>
            <p className="k-muted">{t("testMail.text")}</p>
            {usable.length === 0 && <Notice tone="wait">{t("testMail.none")}</Notice>}
            {items.length > 0 && (
              <Checkbox.Group
                label={t("testMail.addresses")}
                value={selected}
                onChange={(value) => setChosen(value.slice(0, 10))}
              >
                <div className="k-stack m-addresses">
                  {items.map((address) => (
                    <Checkbox
                      key={address.id}
                      value={address.id}
                      disabled={address.confirmedAt === null}
                      label={address.email}
                      description={
                        address.confirmedAt === null
                          ? t("testMail.unconfirmed")
                          : address.sandboxOnly
                            ? t("testMail.sandboxOnly")
                            : undefined
                      }
                    />
                  ))}
                </div>
              </Checkbox.Group>
            )}
            <AddAddress />
            <div>
              <p className="m-legend" id="m-test-permission">
                {t("testMail.permission")}
              </p>
              <SegmentedControl
                className="m-segments"
                aria-labelledby="m-test-permission"
                value={permission}
                onChange={(value) => setPermission(value as Permission)}
                data={(["granted", "unknown", "refused"] as const).map((value) => ({
                  value,
                  label: tShared(`permission.${value}`),
                }))}
              />
            </div>
            {send.error && (
              <Refused
                error={send.error}
                words={{
                  test_address_unknown: t("testMail.errors.test_address_unknown"),
                  test_address_excluded: t("testMail.errors.test_address_excluded"),
                  mailing_not_renderable: t("testMail.errors.mailing_not_renderable"),
                }}
              />
            )}
            <div className="k-row m-dialog-foot">
              <Button
                type="submit"
                variant="filled"
                disabled={selected.length === 0}
                loading={send.isPending}
              >
                {t("testMail.send")}
              </Button>
            </div>
          </form>
        );
      }}
    </Loaded>
  );
}

/** Registers a further test address; its reader confirms it with the link they get. */
function AddAddress(): ReactNode {
  const t = useTexts(texts);
  const { account } = useSession();
  const [open, setOpen] = useState(false);
  const [email, setEmail] = useState("");
  const add = useApiMutation(
    () => api.post<ConfirmedAddressView>("/test-addresses", { email: email.trim() }),
    { invalidates: ["/confirmed-addresses", "/mailbox"], onSuccess: () => setEmail("") },
  );
  if (!open)
    return (
      <div className="k-row">
        <Button size="xs" onClick={() => setOpen(true)}>
          {t("testMail.add")}
        </Button>
        <Link to={places.testAddresses} className="k-small">
          {t("testMail.manage")}
        </Link>
      </div>
    );
  const submit = (): void => {
    if (email.trim() !== "") add.mutate();
  };
  return (
    <div className="k-stack m-addresses">
      <TextInput
        label={t("testMail.newAddress")}
        description={t("testMail.newAddressHelp")}
        type="email"
        inputMode="email"
        autoComplete="off"
        value={email}
        onChange={(event) => setEmail(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== "Enter") return;
          event.preventDefault();
          submit();
        }}
      />
      <div className="k-row">
        <Button size="xs" loading={add.isPending} disabled={email.trim() === ""} onClick={submit}>
          {t("testMail.ask")}
        </Button>
      </div>
      {add.data && (
        <Notice tone="go" role="status">
          <p>
            {t("testMail.asked", { email: add.data.email })}{" "}
            {account.mode === "sandbox" && (
              <Link to={places.sandbox}>{t("testMail.openMailbox")}</Link>
            )}
          </p>
        </Notice>
      )}
      {add.error && <Problem error={add.error} />}
    </div>
  );
}

function Sent(props: { sentTo: number; onAgain: () => void; onClose: () => void }): ReactNode {
  const t = useTexts(texts);
  const { account } = useSession();
  const sandbox = account.mode === "sandbox";
  return (
    <div className="k-stack">
      <Notice
        tone="go"
        role="status"
        icon={<IconCircleCheck size={20} stroke={1.6} aria-hidden="true" />}
        title={t("testMail.sent", { count: props.sentTo })}
      >
        {sandbox ? t("testMail.sentSandbox") : undefined}
      </Notice>
      <div className="k-row m-dialog-foot">
        <Button onClick={props.onAgain}>{t("testMail.again")}</Button>
        {sandbox ? (
          <ButtonLink to={places.sandbox} variant="filled">
            {t("testMail.openMailbox")}
          </ButtonLink>
        ) : (
          <Button variant="filled" onClick={props.onClose}>
            {t("testMail.close")}
          </Button>
        )}
      </div>
    </div>
  );
}
