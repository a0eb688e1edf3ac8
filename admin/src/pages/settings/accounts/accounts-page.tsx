import { Button, Modal, Select, TextInput } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useMemo, useState, type FormEvent, type ReactNode } from "react";
import {
  api,
  chooseAccount,
  ME_KEY,
  queryClient,
  useApiMutation,
  useSession,
  type MeAccount,
} from "../../../api/index.ts";
import {
  Avatar,
  Card,
  Page,
  Pill,
  Problem,
  useGo,
  useLocale,
  useTexts,
  type Locale,
} from "../../../ui/index.ts";
import { useRoleNames } from "../people/role-names.ts";
import "../settings.css";
import { texts as shared } from "../shared/texts.ts";
import { texts } from "./texts.ts";

/** Goes to work in another account; nothing of the former one may stay on the screen. */
function useEnterAccount(): (id: string, path: string) => void {
  const go = useGo();
  return (id, path) => {
    queryClient.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== ME_KEY[0] });
    chooseAccount(id);
    go(path);
  };
}

/** The accounts one works in, and for administrators the way to a further one. */
export default function AccountsPage(): ReactNode {
  const t = useTexts(texts);
  const tShared = useTexts(shared);
  const { me, operator } = useSession();
  const [creating, setCreating] = useState(false);
  return (
    <Page
      title={t("title")}
      crumbs={[{ label: tShared("title"), to: "/einstellungen" }]}
      meta={t("meta")}
      actions={
        operator.isAdministrator && (
          <Button
            variant="filled"
            leftSection={<IconPlus size={18} stroke={1.8} aria-hidden="true" />}
            onClick={() => setCreating(true)}
          >
            {t("create")}
          </Button>
        )
      }
    >
      <Card foot={operator.isAdministrator ? undefined : t("administratorsOnly")}>
        <ul className="set-lines">
          {me.accounts.map((account) => (
            <AccountLine key={account.id} account={account} />
          ))}
        </ul>
      </Card>
      <Modal opened={creating} onClose={() => setCreating(false)} title={t("create")} size={520}>
        <NewAccountForm onClose={() => setCreating(false)} />
      </Modal>
    </Page>
  );
}

function AccountLine({ account }: { account: MeAccount }): ReactNode {
  const t = useTexts(texts);
  const names = useRoleNames(account.ownRoles);
  const { account: present } = useSession();
  const enter = useEnterAccount();
  const roles = account.roles.map(names.name);
  return (
    <li>
      <div className="set-person">
        <Avatar name={account.name} shape="square" />
        <div>
          <b>{account.name}</b>
          <p>
            {account.mode === "sandbox" ? t("sandbox") : t("live")} · {roles.join(", ")}
          </p>
        </div>
      </div>
      <div className="k-row">
        {!account.setupComplete && <Pill tone="wait">{t("unfinished")}</Pill>}
        {account.id === present.id ? (
          <Pill tone="go">{t("here")}</Pill>
        ) : (
          <Button
            size="xs"
            aria-label={`${t("enter")}: ${account.name}`}
            onClick={() => enter(account.id, "/")}
          >
            {t("enter")}
          </Button>
        )}
      </div>
    </li>
  );
}

function NewAccountForm({ onClose }: { onClose: () => void }): ReactNode {
  const t = useTexts(texts);
  const tShared = useTexts(shared);
  const own = useLocale();
  const enter = useEnterAccount();
  const [name, setName] = useState("");
  const [locale, setLocale] = useState<Locale>(own);
  const timezone = useMemo(() => Intl.DateTimeFormat().resolvedOptions().timeZone, []);
  const create = useApiMutation(
    () => api.post<MeAccount>("/accounts", { name: name.trim(), locale, timezone }),
    {
      onSuccess: async (created) => {
        await queryClient.invalidateQueries({ queryKey: [...ME_KEY] });
        enter(created.id, "/einrichtung");
      },
    },
  );
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    create.mutate();
  };
  return (
    <form className="k-stack" onSubmit={submit}>
      <p className="k-muted">{t("createText")}</p>
      {create.error && <Problem error={create.error} />}
      <TextInput
        label={t("name")}
        description={t("nameHelp")}
        required
        withAsterisk={false}
        maxLength={200}
        data-autofocus
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <Select
        label={t("language")}
        openOnFocus={false}
        data={[
          { value: "de", label: "Deutsch" },
          { value: "en", label: "English" },
        ]}
        value={locale}
        onChange={(next) => next && setLocale(next as Locale)}
      />
      <div className="k-row k-ends">
        <Button onClick={onClose}>{tShared("cancel")}</Button>
        <Button type="submit" variant="filled" loading={create.isPending}>
          {t("createAndSetUp")}
        </Button>
      </div>
    </form>
  );
}
