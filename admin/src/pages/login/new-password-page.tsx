import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { IconCircleCheck, IconLinkOff } from "@tabler/icons-react";
import { useState, type FormEvent, type ReactNode } from "react";
import { hasCode, lookAtPasswordLink, setNewPassword } from "../../api/index.ts";
import {
  ButtonLink,
  Door,
  EmptyState,
  isPasswordProblem,
  Loaded,
  NewPasswordField,
  Problem,
  useRouteParam,
  useTexts,
  useWindowTitle,
} from "../../ui/index.ts";
import { texts } from "./texts.ts";

/** The page of the link with which somebody sets a new password. */
export default function NewPasswordPage(): ReactNode {
  const t = useTexts(texts);
  useWindowTitle(t("newTitle"));
  const token = useRouteParam("token");
  const [state, setState] = useState<"open" | "set" | "used">("open");
  const query = useQuery({
    queryKey: ["password-link", token],
    queryFn: () => lookAtPasswordLink(token).then(() => true),
    staleTime: Infinity,
  });
  const isOver = state === "used" || hasCode(query.error, "password_link_invalid");
  if (isOver || state === "set")
    return (
      <Door>
        <EmptyState
          page
          icon={
            isOver ? (
              <IconLinkOff size={28} stroke={1.6} />
            ) : (
              <IconCircleCheck size={28} stroke={1.6} />
            )
          }
          title={t(isOver ? "linkTitle" : "setTitle")}
          text={t(isOver ? "linkText" : "setText")}
          action={<ButtonLink to="/login">{t("toLogin")}</ButtonLink>}
        />
      </Door>
    );
  return (
    <Loaded query={query} skeleton={<Door title={t("newTitle")}>{null}</Door>}>
      {() => (
        <NewPasswordForm
          token={token}
          onSet={() => setState("set")}
          onInvalid={() => setState("used")}
        />
      )}
    </Loaded>
  );
}

function NewPasswordForm(props: {
  token: string;
  onSet: () => void;
  onInvalid: () => void;
}): ReactNode {
  const t = useTexts(texts);
  const [password, setPassword] = useState("");
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setBusy(true);
    setError(undefined);
    try {
      await setNewPassword(props.token, password);
      props.onSet();
    } catch (problem) {
      setBusy(false);
      if (hasCode(problem, "password_link_invalid")) props.onInvalid();
      else setError(problem);
    }
  };
  return (
    <Door title={t("newTitle")} intro={t("newIntro")}>
      <form className="k-stack" onSubmit={(event) => void submit(event)}>
        {error !== undefined && !isPasswordProblem(error) && <Problem error={error} />}
        <NewPasswordField value={password} onChange={setPassword} error={error} />
        <Button type="submit" variant="filled" fullWidth loading={busy}>
          {t("setPassword")}
        </Button>
      </form>
    </Door>
  );
}
