package org.qingsheng.bot.people;

import java.time.Instant;
import java.util.Optional;

/**
 * Who did what (操作日志). Never changed afterwards.
 *
 * @param by empty for the system itself
 * @param action constant word, e.g. {@code account.create}
 * @param subject what it was done to: an id, never a name
 * @param detail Chinese, for the person who reads the log; no passwords, no personal data
 */
public record AuditEvent(
    String id, Instant at, Optional<AccountId> by, String action, String subject, String detail) {}
