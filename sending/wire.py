"""A draft as the message that goes on the wire: its thread, its tokens, and where the address was found."""

from __future__ import annotations

from collections.abc import Sequence

from outreach import message, tokens, wording
from runtime.outcome import Refused
from runtime.wiring import Deps
from sending.case import Case
from store.sends import Send


def raw(case: Case, send: Send, earlier: Sequence[Send], deps: Deps) -> bytes:
    """The message as it goes on the wire. Raises ``Refused`` for what no header can carry."""
    subject = tokens.subject_id(send.lead_id, send.send_id)
    reply = tokens.sign(tokens.TokenKind.REPLY, subject, deps.keys.token)
    leave = tokens.sign(tokens.TokenKind.UNSUBSCRIBE, subject, deps.keys.token)
    settings = deps.settings
    step = case.campaign.step(case.draft.step)
    language = wording.choose(case.campaign.wording, case.profile, [step.template] if step else [])
    mail = message.Mail(
        send_id=send.send_id,
        sender=case.campaign.sender,
        to_address=case.contact.address,
        subject=case.draft.subject,
        paragraphs=case.draft.paragraphs,
        reply_to=tokens.reply_address(reply, settings.reply_domain),
        unsubscribe_url=tokens.unsubscribe_url(leave, settings.public_url),
        unsubscribe_mailto=tokens.unsubscribe_address(leave, settings.reply_domain),
        source_notice=message.notice(
            case.campaign.spoken(language),
            message.Notice(case.contact.page, case.contact.seen_at[:10], case.profile.company),
        ),
        hidden_link=case.campaign.tracking.hidden_link,
        language=language,
        references=tuple(deps.ses.message_id_header(sent.message_id) for sent in earlier if sent.message_id),
    )
    try:
        return message.build(mail)
    except message.MessageInvalid as invalid:
        raise Refused("message_invalid") from invalid
