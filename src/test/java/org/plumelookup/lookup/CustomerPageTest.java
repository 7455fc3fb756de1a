package org.plumelookup.lookup;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A page of customers is read whatever else is in it, and refused if it is not one. */
class CustomerPageTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[{'id':'c1','accountId':'a','name':'n','email':'e','locations':[{'id':'l'},{'id':'m'}]}]"
                        + " | c1 a n e [l, m]",
                "[{'id':'c1'}] | c1 null null null []",
                "[{'email':null,'locations':null,'id':'c1'}] | c1 null null null []",
                "[{'id':7,'name':true,'email':1.50}] | 7 null true 1.50 []",
                "[{'id':'c1','name':{'id':'x'},'email':['y'],'accountId':[]}] | c1 null null null []",
                "[{'locations':[{'id':'l1','x':[1,{}]},7,null,[{'id':'x'}],{'id':null},{}],'id':'c1'}]"
                        + " | c1 null null null [l1]",
                "[{'id':'c1','locations':{'id':'l1','x':{'id':'l2'}}}] | c1 null null null []",
                "[{'id':'c1','locations':'l1','more':{'id':'x','deep':[[{'id':'y'}]]}}] | c1 null null null []",
            })
    void aCustomerHasWhatIsThereAsText(String body, String customer) throws IOException {
        assertThat(CustomerPage.read(bytes(body)).customers())
                .extracting(found -> String.join(
                        " ",
                        found.id(),
                        String.valueOf(found.accountId()),
                        String.valueOf(found.name()),
                        String.valueOf(found.email()),
                        found.locationIds().toString()))
                .containsExactly(customer);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[{'name':'n'}] | The API returned a customer without an ID",
                "[{'id':' '}] | The API returned a customer without an ID",
                "[{'id':{'id':'c1'}}] | The API returned a customer without an ID",
                "[{'id':'c1'},['id','c2']] | The API returned a customer without an ID",
                "['c1'] | The API returned a customer without an ID",
                "[null] | The API returned a customer without an ID",
                "[{'id':'c1' | The API's answer is not complete JSON",
                "[{'id':'c1','locations':[{'id':'l1'} | The API's answer is not complete JSON",
                "[{'id':'c1'} | The API's answer is not complete JSON",
            })
    void anythingElseIsRefusedAsAWhole(String body, String fault) {
        IOException why = catchThrowableOfType(IOException.class, () -> CustomerPage.read(bytes(body)));
        assertThat(CustomerPage.fault(why)).isEqualTo(fault);
    }

    private static byte[] bytes(String body) {
        return body.replace('\'', '"').getBytes(UTF_8);
    }
}
