import { Button, TextInput } from "@mantine/core";
import { useState, type FormEvent, type ReactNode } from "react";
import type { ConfirmedAddressView } from "../../../../../contract/senders.ts";
import { api, ApiError, useApiMutation, useCan, useSession } from "../../../api/index.ts";
import {
  Card,
  CardSkeletons,
  ConfirmDialog,
  Link,
  Loaded,
  Notice,
  Page,
  Problem,
  showDone,
  showProblem,
  useTexts,
} from "../../../ui/index.ts";
import "../settings.css";
import { texts as shared } from "../shared/texts.ts";
import { ConfirmationPill, confirmationOf, useConfirmedAddresses } from "./address-state.tsx";
import { texts as addressTexts } from "./address-texts.ts";
import { texts } from "./test-addresses-texts.ts";

/** Mailboxes that agreed to get test mails (SND-17). */
export default function TestAddressesPage(): ReactNode {
  const t = useTexts(texts);
  const tShared = useTexts(shared);
  const can = useCan();
  const { account } = useSession();
  const query = useConfirmedAddresses();
  return (
    <Page
      title={t("title")}
      crumbs={[{ label: tShared("title"), to: "/einstellungen" }]}
      meta={t("meta")}
    >
      <div className="k-stack-lg">
        {can("mailings.write") && (
          <Card title={t("addTitle")}>
            <AddForm />
          </Card>
        )}
        <Loaded query={query} skeleton={<CardSkeletons count={1} />}>
          {({ items }) => {
            const addresses = items.filter((address) => address.kind === "test");
            return (
              <Card title={t("listTitle")}>
                {addresses.length === 0 ? (
                  <p className="k-muted">{t("none")}</p>
                ) : (
                  <ul className="set-lines">
                    {addresses.map((address) => (
                      <Address key={address.id} address={address} />
                    ))}
                  </ul>
                )}
              </Card>
            );
          }}
        </Loaded>
        {account.mode === "sandbox" && (
          <Notice title={t("sandboxTitle")}>
            <p>
              {t("sandboxText")}{" "}
              {can("mailbox.read") && <Link to="/testpostfach">{t("toMailbox")}</Link>}
            </p>
          </Notice>
        )}
      </div>
    </Page>
  );
}

function AddForm(): ReactNode {
  const t = useTexts(texts);
  const tAddress = useTexts(addressTexts);
  const [email, setEmail] = useState("");
  const add = useApiMutation(
    () => api.post<ConfirmedAddressView>("/test-addresses", { email: email.trim() }),
    {
      invalidates: ["/confirmed-addresses"],
      onSuccess: () => {
        showDone(tAddress("sent", { email: email.trim() }));
        setEmail("");
      },
    },
  );
  const code = add.error instanceof ApiError ? add.error.code : undefined;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    add.mutate();
  };
  return (
    <form className="k-stack" onSubmit={submit}>
      {add.error && code !== "address_invalid" && (
        <Problem error={add.error} words={{ too_many_requests: tAddress("tooMany") }} />
      )}
      <div className="set-with-button" data-narrow>
        <TextInput
          label={t("email")}
          type="email"
          required
          withAsterisk={false}
          maxLength={320}
          autoComplete="email"
          value={email}
          error={code === "address_invalid" ? t("invalid") : undefined}
          onChange={(event) => setEmail(event.currentTarget.value)}
        />
        <Button type="submit" variant="filled" loading={add.isPending}>
          {t("add")}
        </Button>
      </div>
    </form>
  );
}

function Address({ address }: { address: ConfirmedAddressView }): ReactNode {
  const t = useTexts(texts);
  const tShared = useTexts(shared);
  const tAddress = useTexts(addressTexts);
  const can = useCan();
  const { account } = useSession();
  const [removing, setRemoving] = useState(false);
  const again = useApiMutation(() => api.post("/test-addresses", { email: address.email }), {
    invalidates: ["/confirmed-addresses"],
    onSuccess: () => showDone(tAddress("sent", { email: address.email })),
    onError: (error) => showProblem(error, { too_many_requests: tAddress("tooMany") }),
  });
  const remove = useApiMutation(() => api.delete(`/test-addresses/${address.id}`), {
    invalidates: ["/confirmed-addresses"],
    onSuccess: () => showDone(t("removed")),
  });
  const state = confirmationOf(address, account.mode);
  return (
    <li>
      <div className="set-line-text">
        <b>{address.email}</b>
        <ConfirmationPill state={state} until={address.confirmedUntil} />
      </div>
      <div className="k-row">
        {state === "waiting" && account.mode === "sandbox" && can("mailbox.read") && (
          <Link className="k-small" to={`/testpostfach?q=${encodeURIComponent(address.email)}`}>
            {tAddress("openMailbox")}
          </Link>
        )}
        {can("mailings.write") && state !== "confirmed" && (
          <Button size="xs" loading={again.isPending} onClick={() => again.mutate()}>
            {tAddress("askAgain")}
          </Button>
        )}
        {can("mailings.write") && (
          <Button
            size="xs"
            variant="subtle"
            color="red"
            aria-label={`${tShared("remove")}: ${address.email}`}
            onClick={() => setRemoving(true)}
          >
            {tShared("remove")}
          </Button>
        )}
      </div>
      <ConfirmDialog
        opened={removing}
        onClose={() => setRemoving(false)}
        title={t("removeTitle")}
        action={tShared("remove")}
        danger
        onConfirm={() => remove.mutateAsync()}
      >
        {t("removeText", { email: address.email })}
      </ConfirmDialog>
    </li>
  );
}
