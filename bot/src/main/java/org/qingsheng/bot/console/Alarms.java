package org.qingsheng.bot.console;

import io.javalin.http.Context;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.qingsheng.bot.notice.Alert;
import org.qingsheng.bot.notice.Alerts;
import org.qingsheng.bot.people.Role;

/**
 * Shows open outages above every console page to those who are to know of them. Lost channels are
 * not among them: those everybody is told of, as soon as they are noticed.
 */
public final class Alarms {
  private static final String ATTRIBUTE = "qingsheng.alarms";

  private final Alerts alerts;
  private final Supplier<Optional<Role>> readers;

  /**
   * @param readers the role that is shown outages; empty for nobody
   */
  public Alarms(Alerts alerts, Supplier<Optional<Role>> readers) {
    this.alerts = alerts;
    this.readers = readers;
  }

  public void addTo(WebServer.Mount mount) {
    mount.routes().beforeMatched("/console*", this::tell);
  }

  private void tell(Context ctx) {
    var role = readers.get();
    boolean reader =
        role.isPresent()
            && Visitor.in(ctx).filter(visitor -> visitor.account().has(role.get())).isPresent();
    if (reader) {
      ctx.attribute(
          ATTRIBUTE,
          alerts.open().stream()
              .filter(alert -> alert.kind() != Alert.Kind.CHANNEL)
              .map(Alert::words)
              .toList());
    }
  }

  static List<String> in(Context ctx) {
    List<String> alarms = ctx.attribute(ATTRIBUTE);
    return alarms == null ? List.of() : alarms;
  }
}
