package org.qingsheng.adapters.tencent;

import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import javax.xml.XMLConstants;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/**
 * Reads the one shape of XML that WeChat and WeCom send: {@code <xml>} with flat elements below it.
 * Whatever a message never contains is refused rather than interpreted: document types, entities,
 * processing instructions, namespaces (and with them XInclude), the attributes by which XStream
 * picks classes, deep nesting, masses of attributes, an element given twice.
 *
 * <p>StAX rather than WxJava's {@code WxMpXmlMessage}: XStream creates objects named by the
 * document, takes several times as long, and keeps the last of two equal elements.
 */
public final class FlatXml {
  static final int MAX_DEPTH = 32;
  static final int MAX_ATTRIBUTES = 64;

  private static final Set<String> XSTREAM_ATTRIBUTES =
      Set.of("class", "reference", "id", "resolves-to", "defined-in", "serialization");

  private static final XMLInputFactory FACTORY = hardened();

  private FlatXml() {}

  /**
   * @return text of each element directly below {@code <xml>}, in document order; that of elements
   *     with children of their own is what stands between those
   * @throws MalformedMessageException for everything else, and nothing but this
   */
  public static Map<String, String> fields(byte[] utf8) throws MalformedMessageException {
    XMLStreamReader reader = null;
    try {
      reader = FACTORY.createXMLStreamReader(new StringReader(decoded(utf8)));
      return read(reader);
    } catch (XMLStreamException | RuntimeException e) { // the JDK's reader throws both
      throw new MalformedMessageException("not well-formed");
    } finally {
      close(reader);
    }
  }

  private static String decoded(byte[] utf8) throws MalformedMessageException {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString();
    } catch (CharacterCodingException e) {
      throw new MalformedMessageException("not UTF-8");
    }
  }

  private static Map<String, String> read(XMLStreamReader reader)
      throws XMLStreamException, MalformedMessageException {
    refuseOtherEncodings(reader);
    var fields = new LinkedHashMap<String, String>();
    var text = new StringBuilder();
    String name = "";
    int depth = 0;
    while (reader.hasNext()) {
      switch (reader.next()) {
        case XMLStreamConstants.START_ELEMENT -> {
          depth++;
          checkElement(reader, depth);
          if (depth == 2) {
            name = reader.getLocalName();
            text.setLength(0);
          }
        }
        case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> {
          if (depth == 2) {
            text.append(reader.getText());
          }
        }
        case XMLStreamConstants.END_ELEMENT -> {
          if (depth == 2 && fields.put(name, text.toString()) != null) {
            throw new MalformedMessageException("element given twice");
          }
          depth--;
        }
        case XMLStreamConstants.COMMENT,
            XMLStreamConstants.SPACE,
            XMLStreamConstants.END_DOCUMENT -> {}
        default -> throw new MalformedMessageException("document type, entity or instruction");
      }
    }
    return fields;
  }

  private static void refuseOtherEncodings(XMLStreamReader reader)
      throws MalformedMessageException {
    var declared = reader.getCharacterEncodingScheme();
    if (declared != null && !declared.equalsIgnoreCase("UTF-8")) {
      throw new MalformedMessageException("declares another encoding than UTF-8");
    }
  }

  private static void checkElement(XMLStreamReader reader, int depth)
      throws MalformedMessageException {
    var name = reader.getLocalName();
    if (depth > MAX_DEPTH || reader.getAttributeCount() > MAX_ATTRIBUTES) {
      throw new MalformedMessageException("too deep or too many attributes");
    }
    if (name.indexOf(':') >= 0 || (depth == 1 && !name.equals("xml"))) {
      throw new MalformedMessageException("element that no message has");
    }
    for (int i = 0; i < reader.getAttributeCount(); i++) {
      var attribute = reader.getAttributeLocalName(i);
      if (!reader.getAttributePrefix(i).isEmpty()
          || attribute.equals("xmlns")
          || XSTREAM_ATTRIBUTES.contains(attribute)) {
        throw new MalformedMessageException("attribute that no message has");
      }
    }
  }

  private static XMLInputFactory hardened() {
    var factory = XMLInputFactory.newDefaultFactory(); // the JDK's, whatever else is on the path
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_NAMESPACE_AWARE, false); // a colon is then just seen
    factory.setProperty(XMLConstants.ACCESS_EXTERNAL_DTD, "");
    factory.setProperty("jdk.xml.elementAttributeLimit", MAX_ATTRIBUTES);
    factory.setProperty("jdk.xml.maxElementDepth", MAX_DEPTH);
    factory.setXMLResolver((_, _, _, _) -> {
      throw new XMLStreamException("nothing outside the message is read");
    });
    return factory;
  }

  private static void close(@Nullable XMLStreamReader reader) {
    if (reader != null) {
      try {
        reader.close();
      } catch (XMLStreamException e) {
        throw new IllegalStateException("a reader over a string has nothing to close", e);
      }
    }
  }
}
